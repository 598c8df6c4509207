"""What the decision is given: every check that a session has made so far."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from ekyc.document.checks import age_check
from ekyc.document.correction import correction_check
from ekyc.document.genuine import document_genuine
from ekyc.document.reading import DocumentReading
from ekyc.document.tilt import TiltChallenge
from ekyc.face.match import Matcher
from ekyc.messages import Message
from ekyc.session.challenge_step import ChallengeStep
from ekyc.session.face_step import FaceCapture
from ekyc.session.passive import passive_checks
from ekyc.values import Check, Floats, Provenance, Status


@dataclass(frozen=True, eq=False)
class Gathered:
    """What a session knows of a person. `portrait` is the document's, float32[D] of length 1;
    `passive`: what the detectors of attacks have found.

    `declined`: the person would rather have staff than this check. `disagrees`: the person says
    that something was not read correctly.
    """

    provenance: Provenance
    reading: DocumentReading | None = None
    tilt: TiltChallenge | None = None
    portrait: Floats | None = None
    capture: FaceCapture | None = None
    challenge: ChallengeStep | None = None
    passive: tuple[Check, ...] = ()
    light: tuple[Check, ...] = ()
    declined: bool = False
    disagrees: bool = False

    @property
    def is_specimen(self) -> bool:
        """The document is one of ICAO's Utopia."""
        return self.reading is not None and self.reading.is_specimen


def checks_of(gathered: Gathered, matcher: Matcher) -> tuple[Check, ...]:
    """Every check, in the order of the pages. Of who declined, nothing else was checked."""
    if gathered.declined:
        declined = Message("reason.consent_declined")
        return (Check("consent", Status.NOT_ASSESSED, declined),)
    document = tuple(_document(gathered, matcher)) if matcher.policy.document else ()
    movements = (*_movements(gathered, matcher), *gathered.light)
    passive = passive_checks(gathered.provenance, gathered.passive)
    return (*document, *movements, *passive)


def _document(gathered: Gathered, matcher: Matcher) -> Iterator[Check]:
    cues = list(gathered.reading.checks) if gathered.reading is not None else []
    if gathered.reading is not None:
        cues.append(age_check(gathered.reading.age_years, matcher.policy.minimum_age))
        typed = correction_check(gathered.reading)
        if typed is not None:
            cues.append(typed)
    if gathered.tilt is not None:
        cues.append(gathered.tilt.check())
    live = gathered.capture.embeddings if gathered.capture else ()
    match = matcher.face_match(gathered.portrait, live)
    if gathered.portrait is not None and match.status is not Status.NOT_ASSESSED:
        cues.append(matcher.not_reused(gathered.portrait, live))
    yield from cues
    yield document_genuine(cues)
    yield match
    if gathered.disagrees:
        reason = Message("reason.person_disagrees")
        yield Check("document_confirmed", Status.NOT_ASSESSED, reason)


def _movements(gathered: Gathered, matcher: Matcher) -> Iterator[Check]:
    challenge, capture = gathered.challenge, gathered.capture
    if challenge is not None and capture is not None:
        yield matcher.same_person(capture.embeddings, challenge.embeddings)
        yield from challenge.checks()
