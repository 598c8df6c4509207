"""The QR code of Vietnamese identity cards (căn cước công dân, with and without chip)."""

from __future__ import annotations

from ekyc.document.barcode.dates import eight_digits
from ekyc.untrusted import plain

_SEX = {"NAM": "M", "NỮ": "F", "NU": "F"}


def parse_cccd(untrusted: str) -> dict[str, str]:
    """Fields of `number|number of the older card|name|birth|sex|address|issue`, dates DDMMYYYY.

    Newer cards may add more after them. Empty if the text is of another layout.
    """
    parts = [plain(part) for part in untrusted.split("|")]
    if len(parts) < 6:
        return {}
    number, _, name, birth, sex, address = parts[:6]
    born = eight_digits(birth, "dmy")
    if len(number) != 12 or not (number.isascii() and number.isdigit()) or born is None or not name:
        return {}
    issued = eight_digits(parts[6], "dmy") if len(parts) > 6 else None
    values = {
        "document_type": "ID",
        "issuing_state": "VNM",
        "document_number": number,
        "full_name": name,
        "date_of_birth": born,
        "sex": _SEX.get(sex.upper(), ""),
        "address": address,
        "date_of_issue": issued or "",
    }
    return {key: value for key, value in values.items() if value}
