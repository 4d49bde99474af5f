"""`python -m tests.reliability [NAME[:TIMES] …]`: prints one row each; exit 1 where anything was lost or doubled."""

import argparse
import sys
from collections.abc import Iterator, Sequence

from tests.reliability.digests import TRIALS as DIGESTS
from tests.reliability.faults import TRIALS as FAULTS
from tests.reliability.row import Trial, heading
from tests.reliability.serving import TRIALS as SERVING
from tests.reliability.writers import TRIALS as WRITERS

TRIALS = (*WRITERS, *FAULTS, *DIGESTS, *SERVING)


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.reliability", description=__doc__, allow_abbrev=False)
    names = "、".join(f"{trial.name}（{trial.times:,}）" for trial in TRIALS)
    parser.add_argument("trials", nargs="*", metavar="NAME[:TIMES]", help=f"あるもの: {names}")
    chosen = [*_chosen(parser, parser.parse_args(arguments).trials)]
    sys.stdout.write(heading() + "\n")
    is_good = True
    for trial, times in chosen:
        row = trial.run(times)
        is_good &= row.is_good
        sys.stdout.write(row.line + "\n")
        sys.stdout.flush()
    return 0 if is_good else 1


def _chosen(parser: argparse.ArgumentParser, asked: Sequence[str]) -> Iterator[tuple[Trial, int]]:
    by_name = {trial.name: trial for trial in TRIALS}
    for one in asked or by_name:
        name, _, times = one.partition(":")
        if name not in by_name or (times and not times.isdecimal()):
            parser.error(f"「{one}」はありません。")
        yield by_name[name], int(times or by_name[name].times)


if __name__ == "__main__":
    sys.exit(main())
