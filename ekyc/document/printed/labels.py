"""What stands before a printed value: labels in English, French, German, Spanish, Vietnamese and
transliterated Hindi, the abbreviations of North American licences, and ISO 18013's numerals."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache

from ekyc.document.printed.words import plain_letters

NAME = "name"
"""A name of which the page must tell whether it is the surname, the given names, or all."""
OTHER = "other"
"""Labels of what is not read; they end the value before them."""
PASSPORT_NUMBER = "passport_number"
"""The document's number in a passport; in a visa it is another document's."""
BARE_NUMBER = "bare_number"
"""Too short to be believed unless a line begins with it and goes on with a number."""

_PHRASES = {
    "surname": (
        "surname|surnames|surname s|last name|family name|nom|noms|nom de famille|patronyme",
        "nom patronymique|apellido|apellidos|primer apellido|familienname|nachname|ho|upnaam|ln",
    ),
    "given_names": (
        "given name|given names|given name s|first name|first names|forename|forenames|prenom",
        "other names|prenoms|prenom s|vorname|vornamen|nombre|nombres|ten|ten dem|naam|fn",
    ),
    "full_name": (
        "full name|name of holder|ho va ten|ho ten|ho chu dem va ten|ho chu dem va ten khai sinh",
        "pura naam|apellidos y nombre|apellidos y nombres|nom et prenom|nom et prenoms|nom prenom",
        "nom prenoms|surname given names|surname and given names|surname name",
        "this number has been established for",
    ),
    NAME: ("name|names",),
    "document_number": (
        "document no|document number|document nr|card no|card number|passport card no|dni num",
        "identity card no|identity card number|id no|id number|id card no|identification number",
        "identification no|license no|licence no|license number|licence number|lic no|lic|dl|dln",
        "dl no|n du document|no du document|n de document|numero du document|n de la carte",
        "carte no|num soporte|numero de documento|no de documento|ausweisnummer|ausweis nr",
        "permanent account number|permanent account number card",
        "kartennummer|so dinh danh ca nhan|aadhaar no|your aadhaar no|visa no|visa number",
    ),
    PASSPORT_NUMBER: (
        "passport no|passport number|passport nr|no du passeport|numero de passeport|passeport no",
        "n du passeport|n de passeport|no de pasaporte|n de pasaporte|pasaporte no|passnummer",
        "number of passport|numero de pasaporte|numero del pasaporte|pass nr|so ho chieu",
    ),
    BARE_NUMBER: ("no|nr|number|so|numero|so no",),
    "nationality": (
        "nationality|citizenship|nationalite|staatsangehorigkeit|nacionalidad|quoc tich",
        "rashtriyata",
    ),
    "date_of_birth": (
        "date of birth|birth date|birthdate|born|born on|dob|d o b|date de naissance|ne le|nee le",
        "ne e le|date de naiss|geburtsdatum|geburtstag|geboren am|geb|fecha de nacimiento",
        "f nacimiento|nacimiento|ngay sinh|ngay thang nam sinh|janm tithi|janma tithi",
    ),
    "sex": ("sex|gender|sexe|geschlecht|sexo|gioi tinh|ling",),
    "place_of_birth": (
        "place of birth|birthplace|birth place|lieu de naissance|geburtsort|lugar de nacimiento",
        "noi sinh|que quan|place of origin|janm sthan",
    ),
    "date_of_issue": (
        "date of issue|issue date|issued|issued on|date issued|iss|date de delivrance|delivre le",
        "delivree le|date d emission|date de emission|ausstellungsdatum|ausgestellt am",
        "tag der ausstellung|fecha de expedicion|fecha de emision|emision|expedicion|ngay cap",
    ),
    "date_of_expiry": (
        "date of expiry|date of expiration|expiry date|expiration date|expiry|expires|expires on",
        "exp|exp date|valid until|valid thru|valid to|date d expiration|date d expir",
        "date d expiry|expire le|valable jusqu au|date de fin de validite|gultig bis|gueltig bis",
        "ablaufdatum|fecha de caducidad|fecha de vencimiento|caducidad|valido hasta|validez",
        "vencimiento|co gia tri den|ngay het han|gia tri den",
    ),
    "address": (
        "address|adresse|domicile|anschrift|wohnort|domicilio|direccion|noi thuong tru|noi cu tru",
        "place of residence|pata",
    ),
    "vehicle_class": ("class|vehicle class|classes",),
    OTHER: (
        "type|code|country code|code of state|code du pays|code of issuing state|issuing country",
        "authority|autorite|behorde|autoridad|issuing authority|signature|unterschrift|firma",
        "signature of bearer|holder s signature|bearer s signature|signature du titulaire|height",
        "taille|grosse|hgt|ht|weight|wgt|wt|eyes|hair|dd|rev|rest|restr|rstr|restrictions|end",
        "endorsements|donor|veteran|alternate name|usage name|nom d usage|nom d epouse|personal no",
        "personal number|n personnel|identity no|can|amendments|endorsements and amendments",
        "father s name|mother s name|spouse|religion|race|dan toc|ton giao|observations|remarks",
        "bemerkungen|colour of eyes|couleur des yeux|augenfarbe|residence|issued by|profession",
        "place of issue|lieu de delivrance|occupation|valid from|from|entries|number of entries",
        "nombre d entrees|duration of stay|type of visa|birth name|geburtsname|year of birth",
        "previous passport no|old passport no|file no|control no|audit no|enrollment no",
        "enrolment no|control number|surname and name of parents|parents|guardian|record no",
    ),
}  # fmt: skip
_NUMERALS = {
    "1": "surname", "2": "given_names", "3": "date_of_birth", "4A": "date_of_issue",
    "4B": "date_of_expiry", "4C": OTHER, "4D": OTHER, "5": "document_number", "6": OTHER,
    "7": OTHER, "8": "address", "9": "vehicle_class",
}  # fmt: skip
"""ISO/IEC 18013-1. A label in words beside the numeral counts more."""
_AMERICAN = {
    **_NUMERALS, "4D": "document_number", "5": OTHER, "9A": OTHER, "12": OTHER, "15": OTHER,
    "16": OTHER, "17": OTHER, "18": OTHER, "19": OTHER,
}  # fmt: skip
"""AAMVA's Card Design Standard: there 4d is the licence's number, 5 one of the plastic. The
numbers from 10 on are read where words say what they are; here they only part."""
_NUMERAL = re.compile(
    r"\s*(\d[A-Da-d]?|1[0-9])[.\s]+(?=\S)|\s*([1-9](?:[a-d]|A(?=ISS)|B(?=EXP))?)(?=[A-Z])"
)
_NUMERAL_BEFORE = re.compile(r"\b(?:\d[A-D]?|1\d)[.\s]*$")
_GLUED = re.compile(r"\s*(LN|FN|DL)\s*(?=[A-Z0-9]{2})")
"""California prints these three so close to the value that they are read as one word."""
_LEAST_NUMERALS = 4
_WORD = re.compile(r"[A-Z]+|[0-9]+")
_MOST_WORDS = 6
_FORGIVEN = 6
"""From so many letters on one of them may be misread, missing or too many."""


@dataclass(frozen=True)
class Label:
    """`field` stands from `start` to `end` in its line. `in_words` is False for a numeral."""

    field: str
    start: int
    end: int
    in_words: bool = True


@dataclass(frozen=True)
class Habits:
    """How a page labels: with ISO 18013's `numerals`, in North America's way or not, with labels
    `glued` to their values."""

    american: bool = False
    numerals: bool = False
    glued: bool = False


def habits_of(untrusted: Sequence[str], *, american: bool) -> Habits:
    """What enough lines of a page have in common."""
    found = (_NUMERAL.match(text) for text in untrusted)
    seen = {(one[1] or one[2]).upper() for one in found if one is not None}
    glued = {one[1] for one in map(_GLUED.match, untrusted) if one is not None}
    known = set(_AMERICAN if american else _NUMERALS)
    return Habits(american, len(seen & known) >= _LEAST_NUMERALS, {"LN", "FN"} <= glued)


def labels_in(untrusted: str, habits: Habits) -> list[Label]:
    """Labels in one line, from its left; those of one field that follow each other are one."""
    text = plain_letters(untrusted)
    found: list[Label] = []
    numeral = _NUMERAL.match(untrusted) if habits.numerals else None
    glued = _GLUED.match(untrusted) if habits.glued else None
    if numeral is not None:
        which = (numeral[1] or numeral[2]).upper()
        field = (_AMERICAN if habits.american else _NUMERALS).get(which, OTHER)
        found.append(Label(field, 0, numeral.end(), in_words=False))
    elif glued is not None:
        return [Label(_field_of(glued[1]) or OTHER, 0, glued.end())]
    for label in _in_words(text, found[0].end if found else 0):
        before = _NUMERAL_BEFORE.search(text, 0, label.start) if habits.numerals else None
        if before is not None and (not found or before.start() >= found[-1].end):
            label = replace(label, start=before.start())
        last = found[-1] if found else None
        if last is None or any(char.isalnum() for char in text[last.end : label.start]):
            found.append(label)
        elif not last.in_words:
            found[-1] = Label(label.field, last.start, label.end)
        elif {last.field, label.field} == {"surname", "given_names"}:
            found[-1] = Label("full_name", last.start, label.end)
        elif label.field in (last.field, NAME, BARE_NUMBER):
            found[-1] = Label(last.field, last.start, label.end)
        elif last.field in (NAME, BARE_NUMBER):
            found[-1] = Label(label.field, last.start, label.end)
        else:
            found.append(label)
    found = [label for label in found if label.field != BARE_NUMBER or _is_number(text, label)]
    return [label for label in found if label.field != "address" or not _in_street(text, label)]


def _in_street(text: str, label: Label) -> bool:
    """ "123 STREET ADDRESS" is one, not a label for one."""
    return sum(map(str.isdigit, text[: label.start])) > 1


def _is_number(text: str, label: Label) -> bool:
    rest = text[label.end :]
    digits = sum(map(str.isdigit, rest))
    return not text[: label.start].strip() and (not rest.strip(" .:") or digits >= 4)


def _in_words(text: str, begin: int) -> Iterator[Label]:
    words = list(_WORD.finditer(text, begin))
    at = 0
    while at < len(words):
        for count in range(min(_MOST_WORDS, len(words) - at), 0, -1):
            run = words[at : at + count]
            if count > 1 and _begins_number(text, run[-1]):
                continue
            field = _field_of("".join(word[0] for word in run)) if run[0][0].isalpha() else None
            if field is not None:
                yield Label(field, run[0].start(), run[-1].end())
                at += count
                break
        else:
            at += 1


def _begins_number(text: str, word: re.Match[str]) -> bool:
    """A letter with digits behind it is no part of the label before, however like one it looks."""
    return word.end() - word.start() == 1 and text[word.end() : word.end() + 1].isdigit()


def _field_of(letters: str) -> str | None:
    exact, near = _index()
    letters = letters.replace("RN", "M")
    field = exact.get(letters)
    if field is not None or len(letters) < _FORGIVEN:
        return field
    for one in _shortened(letters):
        field = near.get(one)
        if field is not None:
            return field
    return None


@cache
def _index() -> tuple[dict[str, str], dict[str, str]]:
    """Phrases without spaces, and what is left of the long ones when a letter goes."""
    exact: dict[str, str] = {}
    for field, phrases in _PHRASES.items():
        for phrase in "|".join(phrases).split("|"):
            # "rn" is read as "m" more often than anything else in small print.
            exact["".join(phrase.split()).upper().replace("RN", "M")] = field
    near: dict[str, str] = {}
    for phrase, field in exact.items():
        if len(phrase) >= _FORGIVEN:
            for one in _shortened(phrase):
                near.setdefault(one, field)
    return exact, near


def _shortened(letters: str) -> list[str]:
    """The word itself and each way to leave out a letter: words one edit apart share one."""
    return [letters, *(letters[:at] + letters[at + 1 :] for at in range(len(letters)))]
