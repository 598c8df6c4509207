"""A check's numbers as a teller reads them: of a hundred, so many of so many, seconds."""

from __future__ import annotations

from dataclasses import dataclass

from ekyc.messages import Message
from ekyc.session.passive import NAMES as ATTACKS
from ekyc.values import Check, Status

_SIMILARITIES = frozenset({"face_match", "same_person", "portrait_ghost"})
_COUNTS = frozenset({"active_liveness", "mrz_check_digits"})
_MOVEMENT = "challenge_"
_NAMES = {
    "document_found": Message("window.check_document_found"),
    "mrz_check_digits": Message("window.check_mrz_check_digits"),
    "document_fields_agree": Message("window.check_document_fields_agree"),
    "document_state": Message("window.check_document_state"),
    "document_number": Message("window.check_document_number"),
    "document_dates": Message("window.check_document_dates"),
    "document_expiry": Message("window.check_document_expiry"),
    "document_sides": Message("window.check_document_sides"),
    "document_age": Message("window.check_document_age"),
    "document_tilt": Message("window.check_document_tilt"),
    "document_portrait": Message("window.check_document_portrait"),
    "page_colour": Message("window.check_page_colour"),
    "portrait_reused": Message("window.check_portrait_reused"),
    "sides_differ": Message("window.check_sides_differ"),
    "portrait_ghost": Message("window.check_portrait_ghost"),
    "zone_typeface": Message("window.check_zone_typeface"),
    "document_genuine": Message("window.check_document_genuine"),
    "document_confirmed": Message("window.check_document_confirmed"),
    "document_corrected": Message("window.check_document_corrected"),
    "consent": Message("window.check_consent"),
    "face_match": Message("window.check_face_match"),
    "same_person": Message("window.check_same_person"),
    "active_liveness": Message("window.check_active_liveness"),
    "continuity": Message("window.check_continuity"),
    "screen_light": Message("window.check_screen_light"),
    "presentation_attack": Message("window.check_presentation_attack"),
    "deepfake": Message("window.check_deepfake"),
    "camera_injection": Message("window.check_camera_injection"),
}


def check_name(check: Check) -> str | Message:
    """A check as staff call it; one that has no name yet by its own."""
    if check.name.startswith(_MOVEMENT):
        movement = Message(f"movement.{check.name.removeprefix(_MOVEMENT)}")
        return Message("window.check_movement", {"movement": movement})
    return _NAMES.get(check.name, check.name.replace("_", " ").capitalize())


@dataclass(frozen=True)
class Figures:
    """What was reached and what is needed; `share` and `mark` 0..1 where a bar says it too."""

    reached: str | Message | None = None
    needed: Message | None = None
    share: float | None = None
    mark: float | None = None


def figures_of(check: Check) -> Figures:
    """The numbers of `check`; none where it has none that tell more than its status does."""
    score, threshold = check.score, check.threshold
    if score is None or check.name.startswith(_MOVEMENT):
        return Figures()
    if check.name in _COUNTS and threshold is not None:
        total = round(threshold)
        reached = Message("window.count_of", {"number": round(score), "total": total})
        return Figures(reached, Message("window.needed_of", {"total": total}))
    if threshold is None:
        return Figures(_number(score))
    if check.name in ATTACKS:  # probabilities: the less the better, whatever the status
        shown, limit = round(100 * score), round(100 * threshold)
        return Figures(
            Message("window.of_hundred", {"score": shown}),
            Message("window.needed_below", {"threshold": limit}),
            score,
            threshold,
        )
    at_least = _at_least(check.status, score, threshold)
    if check.name in _SIMILARITIES and at_least:
        shown, needed = round(100 * max(score, 0.0)), round(100 * threshold)
        if shown == needed and score < threshold:  # what fell short is not shown as enough
            shown -= 1
        return Figures(
            Message("window.of_hundred", {"score": shown}),
            Message("window.needed_least", {"threshold": needed}),
            min(1.0, max(0.0, score)),
            threshold,
        )
    if at_least:
        needed_text = Message("window.needed_least", {"threshold": _number(threshold)})
    else:
        needed_text = Message("window.needed_most", {"threshold": _number(threshold)})
    inside = 0 <= score <= 1 and 0 <= threshold <= 1
    share = (score, threshold) if inside else (None, None)
    return Figures(_number(score), needed_text, *share)


def _at_least(status: Status, score: float, threshold: float) -> bool:
    """Whether more is better, which the status tells: distances are to be small."""
    if score == threshold or status is Status.NOT_ASSESSED:
        return True
    return (score > threshold) == (status is Status.PASS)


def _number(value: float) -> str:
    return f"{value:.0f}" if float(value).is_integer() and abs(value) > 1 else f"{value:.2f}"
