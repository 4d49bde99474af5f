#!/usr/bin/env bash
# APScheduler 3.11.3: coalesce=True makes one run of many missed ones, but every missed time is computed all the same,
# one after the other, under the lock of the job stores that pausing and shutting down wait for. The wall clock of a
# machine that is set forward by a day (a wrong RTC, a late NTP) is a day of missed seconds for a job of each second.
# Seen: for one hour 3,601 times are built, to start one run.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/python" -m pip install --quiet --disable-pip-version-check apscheduler==3.11.3 2>/dev/null
"$folder/venv/bin/python" - <<'PY'
from datetime import datetime, timedelta, timezone

from apscheduler.schedulers.background import BackgroundScheduler
from apscheduler.triggers.interval import IntervalTrigger

start = datetime(2026, 11, 28, 9, 0, tzinfo=timezone.utc)
asked = []


class Counted(IntervalTrigger):
    def get_next_fire_time(self, previous, now):
        asked.append(now)
        return super().get_next_fire_time(previous, now)


scheduler = BackgroundScheduler(timezone="UTC")
job = scheduler.add_job(print, Counted(seconds=1, start_date=start, timezone="UTC"), coalesce=True)
scheduler.start(paused=True)
job.modify(next_run_time=start)
asked.clear()
missed = job._get_run_times(start + timedelta(hours=1))  # what the scheduler calls before it coalesces
print(len(missed), "times,", len(asked), "calls of the trigger")
assert len(missed) == 3601 and len(asked) == 3601, (len(missed), len(asked))
scheduler.shutdown()
PY
