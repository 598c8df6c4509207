"""The PDF417 of North American licences (AAMVA DL/ID Card Design Standard, annex D; all of its
versions 1 to 10)."""

from __future__ import annotations

import re

from ekyc.document.barcode.dates import eight_digits
from ekyc.untrusted import plain

_HEADER = re.compile(
    r"@\s*(?:ANSI |AAMVA)"
    r"(?P<issuer>\d{6})(?P<version>\d{2})(?:\d{2})??(?P<count>\d{2})(?=[A-Z]{2}\d{8})"
)
"""From version 2 on two digits of the jurisdiction's own version stand before the number of
subfiles. Between "@" and the file type stand a line feed, a record separator and a return."""
_DESIGNATOR = re.compile(r"[A-Z]{2}\d{8}")
"""Of a subfile: its type, where it begins and how long it is; both are often wrong in the field,
so that the elements are found by their own separators."""
_ELEMENT = re.compile(r"(D[A-Z]{2})(.*)", re.DOTALL)
_PLAIN = {
    "DCS": "surname", "DAB": "surname", "DBA": "date_of_expiry", "DBB": "date_of_birth",
    "DBD": "date_of_issue", "DAQ": "document_number", "DCA": "vehicle_class",
    "DAR": "vehicle_class",
}  # fmt: skip
"""Element to field; DAB and DAR are version 1's."""
_SEX = {"1": "M", "2": "F", "9": "X", "M": "M", "F": "F", "X": "X"}
_ABSENT = frozenset({"NONE", "UNAVL", "UNAVAIL"})
_PROVINCES = frozenset(
    ("AB", "BC", "MB", "NB", "NL", "NS", "NT", "NU", "ON", "PE", "QC", "SK", "YT")
)
_MOST_SUBFILES = 10


def parse_aamva(untrusted: str) -> dict[str, str]:
    """Fields of a licence or identity card; empty if the text is of no AAMVA layout."""
    header = _HEADER.match(untrusted)
    if header is None:
        return {}
    at = header.end()
    kinds = []
    for _ in range(min(int(header["count"]), _MOST_SUBFILES)):
        designator = _DESIGNATOR.match(untrusted, at)
        if designator is None:
            break
        kinds.append(designator[0][:2])
        at = designator.end()
    elements = _elements(untrusted[at:])
    if not elements:
        return {}
    canadian = elements.get("DCG") == "CAN" or elements.get("DAJ") in _PROVINCES
    values = {
        "document_type": "ID" if "ID" in kinds else "DL",
        "issuing_state": "CAN" if canadian else "USA",
        **_named(elements),
    }
    order = "ymd" if canadian or header["version"] == "01" else "mdy"
    for code, name in _PLAIN.items():
        value = elements.get(code, "")
        if name.startswith("date"):
            value = eight_digits(value, order) or eight_digits(value, "ymd") or ""
        if value:
            values.setdefault(name, value)
    sex = _SEX.get(elements.get("DBC", ""))
    address = [elements[code] for code in ("DAG", "DAH", "DAI") if elements.get(code)]
    region = " ".join(elements[code] for code in ("DAJ", "DAK") if elements.get(code))
    if address:
        values["address"] = ", ".join((*address, region) if region else address)
    return {**values, **({"sex": sex} if sex else {})}


def _elements(body: str) -> dict[str, str]:
    """Values by element; the first one counts where one stands twice."""
    elements: dict[str, str] = {}
    for line in re.split(r"[\n\r\x1c\x1e]", body):
        # A subfile's type stands before its first element.
        found = _ELEMENT.fullmatch(line.removeprefix("DL").removeprefix("ID"))
        if found is None:
            continue
        value = plain(found[2])
        if value and value.upper() not in _ABSENT:
            elements.setdefault(found[1], value)
    return elements


def _named(elements: dict[str, str]) -> dict[str, str]:
    """The name's parts: of their own, or all in version 1's DAA ("LAST,FIRST,MIDDLE")."""
    given = [elements[code] for code in ("DAC", "DCT", "DAD") if elements.get(code)]
    if given:
        return {"given_names": " ".join(" ".join(given).replace(",", " ").split())}
    whole = [part.strip() for part in elements.get("DAA", "").split(",")]
    if len(whole) > 1 and all(whole[:2]):
        return {"surname": whole[0], "given_names": " ".join(part for part in whole[1:] if part)}
    return {"full_name": whole[0]} if whole[0] else {}
