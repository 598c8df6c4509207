"""What the person, the teller or the screen tells a session."""

from __future__ import annotations

from dataclasses import dataclass

from ekyc.document.correction import Correction
from ekyc.document.reading import DocumentReading
from ekyc.errors import EkycError
from ekyc.session.case import parse_case


@dataclass(frozen=True)
class Start:
    """Start was pressed on the welcome page; `more_time` asks for longer deadlines, `calm` for no
    colours that change."""

    more_time: bool = False
    calm: bool = False


@dataclass(frozen=True)
class Case:
    """The case that this session belongs to; empty for none. Raises SubjectError."""

    number: str

    def __post_init__(self) -> None:
        object.__setattr__(self, "number", parse_case(self.number))


@dataclass(frozen=True)
class Consent:
    """The answer on the consent page, with the text that was shown and its sha256 (empty where the
    caller of a command has the person's consent). `at` is the wall clock's time, ISO 8601 with its
    zone, when the runner took the answer.
    """

    agreed: bool
    language: str
    text_version: str
    text_sha256: str = ""
    at: str = ""


@dataclass(frozen=True)
class TakePicture:
    """The person takes the document's picture without waiting for the shutter."""


@dataclass(frozen=True, eq=False)
class DocumentRead:
    """What reading gave, which ran beside: a reading, or why there is none.

    `ticket` is that of the `ReadingWanted` it answers: late answers, and those that belong to
    somebody else, fit no more and are dropped.
    """

    result: DocumentReading | EkycError
    ticket: str = ""


@dataclass(frozen=True)
class Confirm:
    """The person says that the fields are right, or, with `staff_will_look`, that one is not."""

    staff_will_look: bool = False


@dataclass(frozen=True)
class Correct:
    """Staff typed a value instead of the one that was read."""

    correction: Correction


@dataclass(frozen=True)
class Retake:
    """Take the document's picture again."""


@dataclass(frozen=True)
class InstructionShown:
    """The instruction of challenge `number` (from 1) is on the screen since `t_s`."""

    number: int
    t_s: float


@dataclass(frozen=True)
class ShowColours:
    """The person is ready for the screen's colours: draw them."""


@dataclass(frozen=True)
class ColourShown:
    """Colour `number` (from 1) is on the screen since `t_s`; one more than there are: they went."""

    number: int
    t_s: float


@dataclass(frozen=True)
class NoColours:
    """The person would rather have another movement than colours that change."""


@dataclass(frozen=True)
class CannotDo:
    """The person cannot do this movement: staff will look."""


@dataclass(frozen=True)
class Covered:
    """A page of text lies over this one (help, the full consent), or no longer does."""

    covered: bool


@dataclass(frozen=True)
class Back:
    """One page back."""


@dataclass(frozen=True)
class Cancel:
    """End the session now."""


@dataclass(frozen=True)
class Fail:
    """The kiosk itself failed: camera, weights, disk. `fault_id` is also in the log."""

    error: EkycError
    fault_id: str


@dataclass(frozen=True)
class Resume:
    """Staff pressed "Try again" on the fault page."""


Command = (
    Start | Case | Consent | TakePicture | DocumentRead | Confirm | Correct | Retake
    | InstructionShown | ShowColours | ColourShown | NoColours | CannotDo | Covered | Back
    | Cancel | Fail | Resume
)  # fmt: skip
