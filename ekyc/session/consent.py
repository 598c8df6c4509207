"""What a person agrees to: versioned texts, and the proof of which one was shown.

A text is a file, `resources/consent/<version>/<language>.md`; everything that it says is shown. Its
sha256 goes into the record: an auditor compares it with that of the file.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from ekyc.paths import RESOURCES
from ekyc.policy import Policy
from ekyc.session.commands import Consent

TEXTS = RESOURCES / "consent"
DOCUMENT, BIOMETRICS = "document", "biometrics"
"""What consent is for: reading a document; comparing a face and watching its movements."""


@dataclass(frozen=True)
class Section:
    """A heading and the paragraphs under it."""

    heading: str
    paragraphs: tuple[str, ...]


@dataclass(frozen=True)
class ConsentText:
    """One version in one language, in the order of the page: the question (its one paragraph leads
    over to the points), the points, how to refuse, and the full text, whose first paragraph names
    version and date.
    """

    version: str
    language: str
    sha256: str
    question: Section
    points: tuple[Section, ...]
    refusal: Section
    full: Section

    def answer(self, agreed: bool) -> Consent:
        """What to tell the session; the runner adds the time."""
        return Consent(agreed, self.language, self.version, self.sha256)


def versions(folder: Path = TEXTS) -> tuple[str, ...]:
    """Every version, the one in force last."""
    return tuple(sorted((path.name for path in folder.iterdir()), key=int))


def load_consent(language: str, version: str | None = None, folder: Path = TEXTS) -> ConsentText:
    """The text of `version` (None: the one in force); in English where `language` has none.

    Raises OSError where it cannot be read, ValueError where it is not made as `ConsentText` says.
    """
    version = version or versions(folder)[-1]
    path = folder / version / f"{language}.md"
    if not path.is_file():
        path = path.with_name("en.md")
    data = path.read_bytes()
    question, *points, refusal, full = [_section(part) for part in _parts(data.decode())]
    return ConsentText(
        version=version,
        language=path.stem,
        sha256=hashlib.sha256(data).hexdigest(),
        question=question,
        points=tuple(points),
        refusal=refusal,
        full=full,
    )


def purposes(consent: Consent | None, policy: Policy) -> tuple[str, ...]:
    """What was agreed to: nothing, or all that the policy asks for."""
    if consent is None or not consent.agreed:
        return ()
    return (DOCUMENT, BIOMETRICS) if policy.document else (BIOMETRICS,)


def wall_time(now: datetime) -> str:
    """As the record writes it: ISO 8601 to the second, with the kiosk's zone."""
    return now.astimezone().isoformat(timespec="seconds")


def _parts(text: str) -> list[str]:
    return text.replace("\n## ", "\n# ").removeprefix("# ").split("\n# ")


def _section(part: str) -> Section:
    heading, *paragraphs = (line.strip() for line in part.split("\n\n") if line.strip())
    return Section(heading, tuple(paragraphs))
