"""Views of one journey for screenshots and tests: a drawn person and a specimen card of Utopia."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from functools import cache

import numpy as np
from PyQt5.QtCore import QPointF, QRectF, Qt
from PyQt5.QtGui import QColor, QImage, QPainter, QPainterPath, QPen, QTransform

from ekyc.document.correction import Correction, corrected
from ekyc.document.reading import DocumentReading, Field, FieldStatus, Page
from ekyc.document.specimen import SpecimenCard, SpecimenFields, render
from ekyc.liveness.screen_colours import draw_colours
from ekyc.liveness.timeline import Trace
from ekyc.messages import Message
from ekyc.session.view import CardView, ChallengeView, FaceView, FaultView, Hint, Step, Tone, View
from ekyc.values import Check, Decision, Face, Floats, Frame, Outcome, Rgb, Status
from gui.stage import as_image
from gui.theme import load_theme

_FRAME = (848, 480)
_PX_PER_MM = 300 / 25.4
_CORNER_MM = 3.18
"""ISO/IEC 7810."""


@dataclass(frozen=True, eq=False)
class Sample:
    """One picture: its file's name, the view, the camera's frame, and when it is worth taking.
    `begun` is the view after the page's filled button was pressed."""

    name: str
    view: View
    frame: Frame | None = None
    teller: bool = False
    refusal: Message | None = None
    settle_ms: int = 350
    begun: View | None = None


def samples() -> tuple[Sample, ...]:
    """In the order of the journey."""
    person = Frame(_person(*_FRAME), 0.0, 0)
    far = Frame(_person(*_FRAME, 0.7), 0.0, 1)
    held, quad = _held_card()
    card_frame = Frame(held, 0.0, 2)
    table = View(step=Step.DOCUMENT, frame_size=_FRAME)
    fits = CardView(quad_xy=quad, fits=True, shutter=0.7)
    read = replace(fits, shutter=1.0, reading=True)
    face = View(step=Step.FACE, frame_size=_FRAME, ring=0.62, ring_waits=False)
    still = _hint("hint.good_hold_still", Tone.DONE, "check_circle")
    keep = _hint("hint.good_keep_still", Tone.DONE, "check_circle")
    edges = _hint("document.hint_edges", Tone.ATTENTION, "frame_in")
    closer = _hint("hint.come_closer", Tone.ATTENTION, "frame_in")
    further = _hint("hint.a_little_further", Tone.NEUTRAL, "chevron_left")
    measured = FaceView(yaw_deg=2.2, pitch_deg=-1.1, inter_eye_px=118.0)
    watched = replace(face, hint=keep, demonstration=True, face=measured, fps=24.2)
    move = ChallengeView("turn_left", 2, 3, progress=0.58, remaining_s=9.0)
    turned = FaceView(yaw_deg=12.4, pitch_deg=0.3, inter_eye_px=112.0)
    asked = View(step=Step.CHALLENGE, frame_size=_FRAME, challenge=move, hint=further)
    challenge = replace(asked, face=turned, fps=24.2)
    lit = View(step=Step.CHALLENGE, frame_size=_FRAME, challenge=_LIGHT)
    typed = corrected(_differing(), Correction("date_of_expiry", "14.5.2032"))
    return (
        Sample("00-no-camera", View(step=Step.WELCOME), refusal=_MISSING),
        Sample("00-no-start", View(step=Step.WELCOME), refusal=_DAMAGED),
        Sample("01-welcome", View(step=Step.WELCOME)),
        Sample("02-consent", View(step=Step.CONSENT)),
        Sample("03-document-none", table, person),
        Sample("03-document", replace(table, card=fits, hint=still), card_frame),
        Sample("03-document-edges", replace(table, card=fits, hint=edges), card_frame),
        Sample("03-document-reading", replace(table, card=read), card_frame),
        Sample("03-document-tilt", replace(table, card=replace(fits, tilt="left")), card_frame),
        Sample("04-confirm", View(step=Step.CONFIRM, document=reading(doubtful=False))),
        Sample("04-confirm-doubtful", View(step=Step.CONFIRM, document=reading(doubtful=True))),
        Sample("04-confirm-whole-name", View(step=Step.CONFIRM, document=_whole_name())),
        Sample("04-confirm-differs", View(step=Step.CONFIRM, document=_differing())),
        Sample("04-confirm-corrected", View(step=Step.CONFIRM, document=typed), teller=True),
        Sample("05-face", replace(face, hint=keep), person),
        Sample("05-face-far", replace(face, ring=0.21, ring_waits=True, hint=closer), far),
        Sample("06-challenge", challenge, person, settle_ms=_POSE_MS),
        Sample("06-challenge-seen", replace(challenge, challenge=_SEEN, hint=None), person),
        Sample("06-light", lit, person),
        Sample("06-light-shining", lit, person, begun=replace(lit, challenge=_SHINING)),
        Sample("07-approved", _result(Outcome.APPROVED, _CHECKS)),
        Sample("08-refused", _result(Outcome.REJECTED, _with(_OTHER_FACE))),
        Sample("08-review", _result(Outcome.REVIEW, _with(_CANNOT))),
        Sample("08-declined", _result(Outcome.REVIEW, (_DECLINED,))),
        Sample("08-cancelled", _ended(Outcome.CANCELLED)),
        Sample("08-timed-out", _ended(Outcome.TIMED_OUT)),
        Sample("09-fault", View(step=Step.FAULT, fault=_FAULT)),
        Sample(
            "10-teller",
            replace(watched, checks=_with(_OTHER_FACE)),
            person,
            teller=True,
            settle_ms=_BAR_MS,
        ),
        Sample("11-movements", _moved(challenge), person, teller=True, settle_ms=_POSE_MS),
    )


_CODED = np.array(
    [(24.8, 40.7), (40.5, 40.7), (40.5, 44.1), (24.8, 44.1)], np.float32
) * np.float32(_PX_PER_MM)
"""Where the back's second coded line says when the card ends."""
_POSE_MS = 1300
"""With reduced motion the pictogram rests for a second before it shows the movement."""
_BAR_MS = 200
"""Until the bar of a list that scrolls is there."""
_MISSING = Message("camera.none")
_DAMAGED = Message("weights.corrupt", {"file": "sface.onnx"})
_FAULT = FaultView(Message("fault.camera_stopped"), "F-20261121-7C3A")
_SEEN = ChallengeView("turn_left", 2, 3, progress=1.0, remaining_s=7.4, passed=True)
_LIGHT = ChallengeView("screen_light", 1, 4, remaining_s=14.0)
_SHINING = replace(_LIGHT, progress=0.4, colours=draw_colours("a sample", 3))
_FMR: dict[str, str | int | float] = {"fmr": "1e-4"}
_CHECKS = (
    Check("document_found", Status.PASS, Message("check.document_found")),
    Check("mrz_check_digits", Status.PASS, Message("check.mrz_digits_hold"), 4, 4),
    Check("document_expiry", Status.PASS, Message("check.not_expired", {"date": "2032-04-15"})),
    Check("face_match", Status.PASS, Message("reason.face_matches", _FMR), 0.71, 0.42),
    Check("same_person", Status.PASS, Message("reason.same_person", _FMR), 0.93, 0.55),
    Check("active_liveness", Status.PASS, Message("reason.all_movements_seen", {"n": 3}), 3, 3),
    Check("presentation_attack", Status.PASS, Message("reason.no_attack_seen"), 0.12, 0.34),
    Check("deepfake", Status.NOT_ASSESSED, Message("reason.no_detector")),
)
_OTHER_FACE = Check("face_match", Status.FAIL, Message("reason.face_differs", _FMR), 0.12, 0.42)
_DECLINED = Check("consent", Status.NOT_ASSESSED, Message("reason.consent_declined"))
_CANNOT = Check("active_liveness", Status.NOT_ASSESSED, Message("reason.not_reached"), 1, 3)


def _moved(view: View) -> View:
    """Two movements seen, the third on its way."""
    seen = Message("reason.movement_seen", {"seconds": 2.6})
    asked = (("turn_left", 18.0), ("blink", 0.32), ("open_mouth", 0.27))
    checks = [Check(f"challenge_{name}", Status.PASS, seen, 1.0, 1.0) for name, _ in asked[:2]]
    open_ = Check("challenge_open_mouth", Status.NOT_ASSESSED, Message("reason.not_reached"))
    traces = []
    for name, reach in asked:
        ends_s = 1.6 if name == "open_mouth" else 2.6
        times = np.arange(0.0, ends_s, 0.1)
        amounts = 1.3 * reach * np.exp(-(((times - 1.5) / 0.55) ** 4))
        pairs = zip(times.tolist(), amounts.tolist(), strict=True)
        samples = tuple((float(t_s), float(amount)) for t_s, amount in pairs)
        passed_s = None if name == "open_mouth" else ends_s
        traces.append(Trace(name, 1, reach, 1.2, passed_s, samples))
    return replace(
        view, checks=(*checks, open_, *_CHECKS[3:]), traces=tuple(traces), demonstration=True
    )


def _with(other: Check) -> tuple[Check, ...]:
    """The checks with one that ended otherwise."""
    return tuple(other if check.name == other.name else check for check in _CHECKS)


def _hint(message_id: str, tone: Tone, icon: str) -> Hint:
    return Hint(Message(message_id), tone, icon)


def _result(outcome: Outcome, checks: tuple[Check, ...]) -> View:
    decision = Decision(outcome, checks, ())
    return View(
        step=Step.RESULT, outcome=outcome, decision=decision, checks=checks, reference="K7Q4 2M9D"
    )


def _ended(outcome: Outcome) -> View:
    """Without a decision: what was checked until then is there, for staff."""
    open_ = Check("face_match", Status.NOT_ASSESSED, Message("reason.no_portrait"))
    return View(step=Step.RESULT, outcome=outcome, checks=(open_,), reference="K7Q4 2M9D")


def reading(doubtful: bool) -> DocumentReading:
    """What reading the specimen card gave; `doubtful` makes its date of expiry stand out."""
    card = specimen()
    rows = {
        "surname": ("ERIKSSON", 0, 30.0, FieldStatus.READ),
        "given_names": ("ANNA MARIA", 1, 30.0, FieldStatus.READ),
        "document_number": ("D23145890", 4, 30.0, FieldStatus.CHECKED),
        "date_of_birth": ("1974-08-12", 3, 30.0, FieldStatus.CHECKED),
        "nationality": ("UTO", 2, 30.0, FieldStatus.READ),
        "sex": ("F", 2, 60.0, FieldStatus.READ),
        "date_of_expiry": ("2032-04-15", 3, 60.0, FieldStatus.CHECKED),
    }
    fields = {
        name: Field(name, value, "print", status, "front", _box(row, x_mm))
        for name, (value, row, x_mm, status) in rows.items()
    }
    if doubtful:
        expiry = fields["date_of_expiry"]
        fields["date_of_expiry"] = replace(expiry, status=FieldStatus.DOUBTFUL)
    corners = np.zeros((4, 2), np.float32)
    front = Page(card.front, corners)
    back = Page(card.back, corners) if card.back is not None else None
    return DocumentReading(front, back, "TD1", (), fields, None, None, ())


def _whole_name() -> DocumentReading:
    """The card as one is read that does not say which part of the name is the surname."""
    read = reading(doubtful=False)
    fields = dict(read.fields)
    first, last = fields.pop("surname"), fields.pop("given_names")
    box = np.concatenate([_box(0, 30.0)[:2], _box(1, 30.0)[2:]])
    value = f"{first.untrusted_value} {last.untrusted_value}"
    name = replace(first, name="full_name", untrusted_value=value, box=box)
    return replace(read, fields={"full_name": name, **fields})


def _differing() -> DocumentReading:
    """The card of which the front was read to end later than the back's coded line says."""
    read = reading(doubtful=False)
    front = read.fields["date_of_expiry"]
    printed = replace(front, untrusted_value="2037-04-15", status=FieldStatus.READ)
    coded = Field("date_of_expiry", "2032-04-15", "mrz", FieldStatus.CHECKED, "back", _CODED)
    expiry = replace(coded, others=(printed,), disagrees=True)
    return replace(read, fields={**read.fields, "date_of_expiry": expiry})


def _box(row: int, x_mm: float) -> Floats:
    """Where the specimen prints a value: rows 7.5 mm apart, the first one's baseline at 16 mm."""
    base = 16 + 7.5 * row
    left, right = x_mm - 0.4, x_mm + 21.5
    corners = [(left, base - 2.4), (right, base - 2.4), (right, base + 0.2), (left, base + 0.2)]
    return np.array(np.array(corners) * _PX_PER_MM, dtype=np.float32)


@cache
def specimen() -> SpecimenCard:
    """A card of Utopia with the drawn person."""
    width, height = 413, 531
    photo = _person(width, height, 1.2)
    eyes = [(width * 0.42, height * 0.42), (width * 0.58, height * 0.42)]
    lower = [(width / 2, height * 0.5), (width * 0.45, height * 0.6), (width * 0.55, height * 0.6)]
    box = np.array([width * 0.3, height * 0.2, width * 0.7, height * 0.7], np.float32)
    face = Face(box, 1.0, np.array(eyes + lower, np.float32))
    return render(photo, lambda _: [face], SpecimenFields(date(2032, 4, 15)), "TD1")


def _ink(token: str) -> QColor:
    return QColor(load_theme("light").colours[token])


def _canvas(width: int, height: int, ground: str) -> QImage:
    image = QImage(width, height, QImage.Format.Format_RGB888)
    image.fill(_ink(ground))
    return image


def _pixels(image: QImage) -> Rgb:
    bits = image.constBits()
    if bits is None:
        raise ValueError("an image without pixels")
    data = bits.asstring(image.sizeInBytes())
    rows = np.frombuffer(data, dtype=np.uint8).reshape(image.height(), image.bytesPerLine())
    pixels = rows[:, : 3 * image.width()].reshape(image.height(), image.width(), 3)
    return np.array(pixels, dtype=np.uint8)


def _person(width: int, height: int, size: float = 1.0) -> Rgb:
    """A drawn head and shoulders in the middle; `size` 1 fills the oval of a stage 480 high."""
    image = _canvas(width, height, "line")
    painter = QPainter(image)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.translate(width / 2, height / 2 + 8)
    unit = size * (height / 480 if width > height else width / 480)
    painter.scale(unit, unit)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(_ink("line_control"))
    painter.drawEllipse(QRectF(-230, 180, 460, 300))
    painter.setBrush(_ink("picto_ghost"))
    painter.drawRoundedRect(QRectF(-49, 70, 98, 150), 40, 40)
    painter.drawEllipse(QRectF(-122, -45, 32, 56))
    painter.drawEllipse(QRectF(90, -45, 32, 56))
    painter.setBrush(_ink("text_muted"))
    painter.drawEllipse(QRectF(-108, -152, 216, 240))
    painter.setBrush(_ink("sunken"))
    face = QPainterPath(QPointF(-98, -30))
    face.cubicTo(-90, -130, 90, -130, 98, -30)
    face.cubicTo(98, 70, 50, 126, 0, 126)
    face.cubicTo(-50, 126, -98, 70, -98, -30)
    painter.drawPath(face)
    ink = _ink("text_muted")
    painter.setBrush(ink)
    for side in (-1, 1):
        painter.drawEllipse(QPointF(side * 40, -20), 9, 9)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(QPen(ink, 7, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap))
    for side in (-1, 1):
        painter.drawArc(QRectF(side * 40 - 24, -62, 48, 40), 30 * 16, 120 * 16)
    painter.drawArc(QRectF(-16, 22, 32, 24), 210 * 16, 120 * 16)
    painter.drawArc(QRectF(-32, 48, 64, 36), 220 * 16, 100 * 16)
    painter.end()
    return _pixels(image)


def _held_card() -> tuple[Rgb, Floats]:
    """A frame with the specimen held a little askew, and the card's corners in it."""
    image = _canvas(*_FRAME, "line_control")
    card = as_image(specimen().front)
    way = QTransform()
    way.translate(430, 226)
    way.rotate(2)
    way.scale(540 / card.width(), 540 / card.width())
    way.translate(-card.width() / 2, -card.height() / 2)
    painter = QPainter(image)
    painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setTransform(way)
    corner, whole = _CORNER_MM * _PX_PER_MM, QPainterPath()
    whole.addRoundedRect(QRectF(card.rect()), corner, corner)
    painter.setClipPath(whole)
    painter.drawImage(0, 0, card)
    painter.end()
    width, height = card.width(), card.height()
    corners = [
        way.map(QPointF(x, y)) for x, y in ((0, 0), (width, 0), (width, height), (0, height))
    ]
    return _pixels(image), np.array([(p.x(), p.y()) for p in corners], np.float32)
