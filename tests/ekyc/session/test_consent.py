from __future__ import annotations

import hashlib
from datetime import datetime, timedelta, timezone
from pathlib import Path

import pytest

from ekyc.messages import languages
from ekyc.policy import load_policy
from ekyc.session.commands import Consent
from ekyc.session.consent import TEXTS, load_consent, purposes, versions, wall_time


@pytest.mark.parametrize("language", languages())
@pytest.mark.parametrize("version", versions())
def test_the_hash_is_the_files_and_nothing_of_it_is_left_out(version: str, language: str) -> None:
    text = load_consent(language, version)
    data = (TEXTS / version / f"{language}.md").read_bytes()
    assert text.language == language
    assert text.sha256 == hashlib.sha256(data).hexdigest()
    assert len(text.points) == 4
    assert version in text.full.paragraphs[0], "which version it is, is part of what is read"
    sections = (text.question, *text.points, text.refusal, text.full)
    said = [part for section in sections for part in (section.heading, *section.paragraphs)]
    written = data.decode().replace("#", " ").split()
    assert " ".join(said).split() == written
    assert text.answer(True) == Consent(True, language, version, text.sha256)


@pytest.mark.parametrize("language", languages())
def test_a_text_that_was_in_force_is_never_changed(language: str) -> None:
    """Whoever agreed to it agreed to these very bytes: another wording is another version."""
    assert load_consent(language, "1").sha256[:12] == PUBLISHED["1"][language]


PUBLISHED = {"1": {"en": "48c0237add00", "fr": "27b8946ad7ad"}}


def test_the_newest_version_is_in_force(tmp_path: Path) -> None:
    for version in ("2", "10", "9"):
        (tmp_path / version).mkdir()
        (tmp_path / version / "en.md").write_bytes((TEXTS / "1" / "en.md").read_bytes())
    assert load_consent("en", folder=tmp_path).version == "10"


def test_who_has_no_text_in_their_language_is_recorded_with_the_one_that_is_shown() -> None:
    assert load_consent("tlh").answer(True).language == "en"


def test_purposes_are_what_the_policy_asks_for_or_none() -> None:
    agreed, declined = (load_consent("en").answer(answer) for answer in (True, False))
    assert purposes(agreed, load_policy("kiosk")) == ("document", "biometrics")
    assert purposes(agreed, load_policy("video_kyc")) == ("biometrics",)
    assert purposes(declined, load_policy("kiosk")) == ()
    assert purposes(None, load_policy("kiosk")) == ()


def test_the_time_has_its_zone() -> None:
    east = timezone(timedelta(hours=5, minutes=30))
    then = datetime(2026, 11, 21, 10, 0, 30, 999, tzinfo=east)
    assert datetime.fromisoformat(wall_time(then)) == then.replace(microsecond=0)
    assert datetime.fromisoformat(wall_time(datetime(2026, 11, 21))).tzinfo is not None
