"""The bank's own number for a case: typed, scanned, or given with a command."""

from __future__ import annotations

import re

from ekyc.errors import SubjectError

MOST = 40
_NUMBER = re.compile(rf"(?=.*[0-9])[A-Za-z0-9][A-Za-z0-9._/-]{{0,{MOST - 1}}}")
"""ASCII letters, digits and . _ / - without blanks, and a digit among them: nobody's name."""


def parse_case(text: str) -> str:
    """`text` as a case number; empty for none. What a scanner adds at the ends is taken off.

    Raises SubjectError, which does not quote it: a name may have been typed by mistake.
    """
    number = text.strip()
    if number and not _NUMBER.fullmatch(number):
        raise SubjectError("input.case_number", most=MOST)
    return number
