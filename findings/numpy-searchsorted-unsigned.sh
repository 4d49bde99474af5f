#!/usr/bin/env bash
# numpy 2.4.6: searchsorted and intersect1d bring int64 and uint64 together as float64, which holds 53 bits. A key of 64
# bits (a hash of a word or of a record) that is looked up in the type of the other sign lands on its neighbour without a
# word, while == between the same two is exact, so that a check by == does not show it. With a Python integer it depends
# on the array: in int64 it is found, in uint64 it goes by way of float64 as well.
# Seen: of 2**60+1, +2, +3, +4 the last has place 3; searchsorted says 0 once the types differ, and for a Python integer in
# uint64; intersect1d of the four with 2**60, which is none of them, has four members; == finds the last one alone.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/python" -m pip install --quiet --disable-pip-version-check numpy==2.4.6 2>/dev/null
"$folder/venv/bin/python" - <<'PY'
import numpy

keys = [2**60 + 1, 2**60 + 2, 2**60 + 3, 2**60 + 4]
signed, unsigned = numpy.array(keys, dtype=numpy.int64), numpy.array(keys, dtype=numpy.uint64)
last = keys[-1]
seen = {
    "int64 in int64": int(numpy.searchsorted(signed, numpy.int64(last))),
    "uint64 in int64": int(numpy.searchsorted(signed, numpy.uint64(last))),
    "Python's in int64": int(numpy.searchsorted(signed, last)),
    "Python's in uint64": int(numpy.searchsorted(unsigned, last)),
}
print(seen)
assert list(seen.values()) == [3, 0, 3, 0], seen
equal = (signed == numpy.uint64(last)).tolist()
absent = numpy.array([2**60], dtype=numpy.uint64)
common = numpy.intersect1d(absent, signed)
print("==", equal, "intersect1d", common)
assert equal == [False, False, False, True], equal
assert common.dtype == numpy.float64 and len(common) == 4, common
PY
