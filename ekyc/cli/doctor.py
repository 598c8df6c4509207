"""`ekyc doctor`: looks at this machine, says what is wrong with it and what to do."""

from __future__ import annotations

import argparse
import os
import shutil
import sys
import time
from datetime import date, datetime
from pathlib import Path

from PIL import Image

from ekyc import doctor
from ekyc.camera.capture import probe
from ekyc.camera.devices import WebcamInfo, list_webcams
from ekyc.cli.parts import add_json, print_json
from ekyc.clock import installed
from ekyc.demo import demo_portrait
from ekyc.doctor import Camera, Finding
from ekyc.document.fonts import OCR_B, REGULAR, font
from ekyc.document.ocr import open_ocr
from ekyc.document.private_folder import PrivateFolder
from ekyc.document.specimen import SpecimenFields, render
from ekyc.errors import EkycError
from ekyc.face.embedding import SHARES
from ekyc.face.match import Calibration
from ekyc.face.observer import detect_faces
from ekyc.messages import Catalogue, Message
from ekyc.outside.files import Outside
from ekyc.policy import Policy, load_policy, policy_of_this_kiosk
from ekyc.weights import fault_of
from models import ReadingModels, Store, WeightsError

_WATCHED_S = 0.2
_SOURCES = {"mrz", "print"}
"""That the specimen's number stands in."""


def configure(parser: argparse.ArgumentParser) -> None:
    """Arguments."""
    add_json(parser)


def run(args: argparse.Namespace) -> int:
    """Exit code 0 when the kiosk can run, 1 when something must be mended first."""
    catalogue = Catalogue(args.language)
    findings = examine()
    healthy = doctor.can_run(findings)
    if args.json:
        print_json({"can_run": healthy, "findings": [_json(one, catalogue) for one in findings]})
    else:
        print(_table(findings, catalogue))
        print(catalogue.text(Message("doctor.can_run" if healthy else "doctor.cannot_run")))
    return 0 if healthy else 1


def examine() -> list[Finding]:
    """Every part of this machine, measured now."""
    store = Store()
    folder = _existing(store.folder())
    policy, problem = _policy(store)
    commercial = policy is not None and policy.commercial_weights_only
    needed = {n: its for n, its in store.states().items() if _may_be_used(store, n, commercial)}
    cameras = [_camera(webcam) for webcam in list_webcams()]
    own = policy.document_camera if policy is not None else ""
    return [
        doctor.camera(cameras),
        *([doctor.document_camera(cameras, own)] if own else []),
        doctor.policy(policy_of_this_kiosk(), problem),
        doctor.weights(needed),
        _text_recognition(store),
        _document_reading(),
        doctor.fonts(_font_problem()),
        doctor.disk(shutil.disk_usage(folder).free, str(folder)),
        doctor.clock(datetime.now().astimezone(), installed(), _drift_s()),
        doctor.display(sys.platform.startswith("linux"), os.environ),
        doctor.machine(_memory_bytes(), os.cpu_count() or 1),
    ]


def _camera(webcam: WebcamInfo) -> Camera:
    try:
        probe(webcam)
    except EkycError as error:
        return Camera(webcam.name, webcam.virtual, error.message)
    return Camera(webcam.name, webcam.virtual)


def _policy(store: Store) -> tuple[Policy | None, Message | None]:
    """This kiosk's policy, and why it cannot be used with these weights."""
    policy = None
    try:
        policy = load_policy(policy_of_this_kiosk())
        commercial = policy.commercial_weights_only
        encoders = [name for name in SHARES if _may_be_used(store, name, commercial)]
        calibration = Calibration.load({name: store.choose(name).sha256 for name in encoders})
        calibration.require(policy.match_fmr)
    except WeightsError:
        pass  # it is told with the weights
    except EkycError as error:
        return policy, error.message
    return policy, None


def _may_be_used(store: Store, name: str, commercial: bool) -> bool:
    return store.entries[name].commercial_use or not commercial


def _text_recognition(store: Store) -> Finding:
    try:
        engine = open_ocr(store.path("mrz_tessdata"))
    except WeightsError as error:
        return doctor.text_recognition(None, fault_of(error).message)
    except EkycError as error:
        return doctor.text_recognition(None, error.message)
    return doctor.text_recognition(engine.name, None)


def _document_reading() -> Finding:
    """All that reading takes, in the process that reads: also what only a package can lack."""
    fields = SpecimenFields.until(date.today())
    try:
        models = ReadingModels.load()
        card = render(demo_portrait(), lambda rgb: detect_faces(models, rgb), fields)
    except WeightsError as error:
        return doctor.no_specimen(fault_of(error).message)
    except EkycError as error:
        return doctor.no_specimen(error.message)
    try:
        with PrivateFolder() as folder, Outside(reads_documents=True) as outside:
            path = folder / "specimen.png"
            Image.fromarray(card.front).save(path)
            began_s = time.perf_counter()
            reading = outside.document(path)
            seconds = time.perf_counter() - began_s
    except EkycError as error:
        return doctor.document_reading(None, error.message)
    number = reading.fields.get("document_number")
    sources = {one.source for one in (number, *number.others)} if number is not None else set()
    right = number is not None and number.untrusted_value == fields.document_number
    return doctor.document_reading(seconds if right and sources == _SOURCES else None, None)


def _font_problem() -> Message | None:
    try:
        font(OCR_B, 20)
        family = font(REGULAR, 20).getname()[0] or ""
    except EkycError as error:
        return error.message
    return None if family.startswith("Inter") else Message("doctor.fonts_other_face")


def _existing(folder: Path) -> Path:
    return next(path for path in (folder, *folder.parents) if path.is_dir())


def _drift_s() -> float:
    wall, monotonic = time.time(), time.monotonic()
    time.sleep(_WATCHED_S)
    return (time.time() - wall) - (time.monotonic() - monotonic)


def _memory_bytes() -> int | None:
    try:
        return os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    except (AttributeError, ValueError):  # Windows has no sysconf
        return None


def _json(one: Finding, catalogue: Catalogue) -> dict[str, str]:
    text = catalogue.text(one.message)
    return {"part": one.part, "level": one.level.value, "id": one.message.id, "text": text}


def _table(findings: list[Finding], catalogue: Catalogue) -> str:
    rows = [
        (
            catalogue.text(Message(f"doctor.level_{one.level.value}")),
            catalogue.text(Message(f"doctor.part_{one.part}")),
            catalogue.text(one.message),
        )
        for one in findings
    ]
    wide = [max(len(row[column]) for row in rows) for column in (0, 1)]
    return "\n".join(
        f"{level:{wide[0]}}  {part:{wide[1]}}  {text}" for level, part, text in rows
    )  # fmt: skip
