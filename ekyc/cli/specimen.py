"""`ekyc specimen`: draw a specimen card of Utopia around a portrait."""

from __future__ import annotations

import argparse
from datetime import date
from pathlib import Path

from ekyc.document.specimen import SpecimenFields, render
from ekyc.errors import SubjectError
from ekyc.kiosk import detector, models_under
from ekyc.outside.files import Outside
from ekyc.policy import load_policy, policy_of_this_kiosk


def configure(parser: argparse.ArgumentParser) -> None:
    """Arguments."""
    known = SpecimenFields.until(date.today())
    parser.add_argument("--portrait", type=Path, required=True, help="photo with one face")
    parser.add_argument("--out", type=Path, required=True, help="PNG file to write")
    parser.add_argument(
        "--format",
        choices=("td1", "td2", "td3"),
        default="td2",
        help="td2: card with all on its front (default); td1: card with a back, written beside as "
        "NAME-back.png; td3: passport page",
    )
    parser.add_argument("--surname", default=known.surname)
    parser.add_argument("--given-names", default=known.given_names)
    parser.add_argument("--number", default=known.document_number, help="document number")
    parser.add_argument("--birth", default=known.date_of_birth.isoformat(), help="YYYY-MM-DD")
    parser.add_argument("--expiry", default=known.date_of_expiry.isoformat(), help="YYYY-MM-DD")
    parser.add_argument("--sex", choices=("F", "M", "X"), default=known.sex)


def run(args: argparse.Namespace) -> int:
    """Write the card and print where it is."""
    fields = SpecimenFields(
        surname=args.surname,
        given_names=args.given_names,
        document_number=args.number,
        date_of_birth=_date(args.birth),
        date_of_expiry=_date(args.expiry),
        sex=args.sex,
    )
    if fields.date_of_birth > date.today():
        raise SubjectError("document.birth_in_future", value=args.birth)
    with Outside() as outside:
        photo = outside.picture(args.portrait)
    models = models_under(load_policy(policy_of_this_kiosk()))
    card = render(photo, detector(models), fields, args.format.upper())
    for path in card.save(args.out):
        print(path)
    return 0


def _date(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise SubjectError("document.date_not_iso", value=text) from error
