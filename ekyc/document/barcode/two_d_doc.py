"""The Data Matrix of French documents (2D-Doc, ANTS: Spécifications techniques des codes à barres
2D-Doc, version 3). Its signature is not verified: that needs the issuers' certificates."""

from __future__ import annotations

import re

from ekyc.document.barcode.dates import eight_digits
from ekyc.untrusted import plain

_HEADER = re.compile(r"DC0([1-4])(FR)[A-Z0-9]{18}(?:[A-Z0-9]{2})?")
_HEADER_LENGTH = {"1": 22, "2": 22, "3": 24, "4": 26}
"""Characters by version: the third adds the perimeter, the fourth the issuing state."""
_END, _CUT, _SIGNATURE = "\x1d", "\x1e", "\x1f"
_FIXED = {
    "65": 2, "67": 2, "68": 1, "69": 8, "6B": 3, "6C": 2, "6I": 2, "6J": 1, "6K": 19, "6L": 8,
    "6N": 8, "6O": 8, "6R": 12, "6W": 5, "6Y": 2,
}  # fmt: skip
"""Data of identity documents whose length is fixed; every other ends with a separator."""
_NAMES = {
    "60": "given_names", "61": "given_names", "62": "surname", "66": "document_number",
    "68": "sex", "69": "date_of_birth", "6A": "place_of_birth", "6G": "surname",
    "6N": "date_of_issue", "6O": "date_of_expiry",
}  # fmt: skip


def parse_two_d_doc(untrusted: str) -> dict[str, str]:
    """Fields of an identity document; empty for another text, or a 2D-Doc about something else."""
    header = _HEADER.match(untrusted)
    if header is None:
        return {}
    rest = untrusted[_HEADER_LENGTH[header[1]] :].split(_SIGNATURE)[0]
    data: dict[str, str] = {}
    while len(rest) > 2:
        code, rest = rest[:2], rest[2:]
        if code in _FIXED:
            value, rest = rest[: _FIXED[code]], rest[_FIXED[code] :]
        else:
            ends = [at for at in (rest.find(_END), rest.find(_CUT)) if at >= 0]
            end = min(ends, default=len(rest))
            value, rest = rest[:end], rest[end + 1 :]
        data.setdefault(code, value)
    values: dict[str, str] = {}
    for code, name in _NAMES.items():
        value = plain(data.get(code, "").replace("/", " "))
        if name.startswith("date"):
            value = eight_digits(value, "dmy") or ""
        elif name == "sex" and value not in ("F", "M"):
            value = ""
        if value:
            values.setdefault(name, value)
    return {"issuing_state": "FRA", **values} if "surname" in values else {}
