#!/usr/bin/env bash
# pydantic 2.14.3: a field of type Decimal, taken so that figures stay as they were written, gets a JSON number by way of a
# float, and even the zero that a float would show is gone: 2.0 becomes Decimal('2'), 2.50 becomes Decimal('2.5'), and what
# lies behind some 16 digits is rounded. The same digits as a JSON string stay whole, and msgspec 0.23.0 keeps the number
# itself. A target of 2.0 that an API takes in comes out as 2, as if it had been set to the unit.
# Seen: 2.0 → 2, 2.50 → 2.5, 9007199254740993.5 → 9007199254740994; as strings, and by msgspec, as they were written.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/python" -m pip install --quiet --disable-pip-version-check pydantic==2.14.3 msgspec==0.23.0 2>/dev/null
"$folder/venv/bin/python" - <<'PY'
from decimal import Decimal

import msgspec
from pydantic import TypeAdapter

field = TypeAdapter(Decimal)
expected = {"2.0": "2", "2.50": "2.5", "9007199254740993.5": "9007199254740994"}
for written, read in expected.items():
    number = str(field.validate_json(written))
    text = str(field.validate_json(f'"{written}"'))
    other = str(msgspec.json.decode(written, type=Decimal))
    print(written, "→", number, "- as a string", text, "- by msgspec", other, "- from a float", field.validate_python(float(written)))
    assert (number, text, other) == (read, written, written), (number, text, other)
assert str(field.validate_python(2.0)) == "2.0"  # so it is not the float alone
PY
