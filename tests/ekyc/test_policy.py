from __future__ import annotations

from pathlib import Path

import pytest

from ekyc.errors import KioskFault, SubjectError
from ekyc.policy import POLICIES, Policy, load_policy


@pytest.mark.parametrize("path", sorted(POLICIES.glob("*.toml")), ids=lambda p: p.stem)
def test_every_profile_loads(path: Path) -> None:
    policy = load_policy(path.stem)
    assert policy.name == path.stem
    assert policy.required


@pytest.mark.parametrize(
    "text",
    [
        "required = []",
        'required = ["no_such_check"]',
        'required = ["face_match"]\nstep_limit_s = 0',
        'required = ["face_match"]\nunknown = 1',
        'required = ["face_match"]\nname = "other"',
        'required = ["face_match"]\nchallenge_pool = ["wink"]',
        'required = ["face_match"]\nmatch_measure = "guess"',
        'required = ["face_match"]\nchallenge_deadline_s = 0',
        'required = ["face_match"]\nchallenge_count = 0',
        "challenge_count = 3",
        "not toml",
        'required = ["face_match"]\nchallenge_count = "three"',
    ],
)
def test_what_is_wrong_in_a_file_is_a_fault_that_names_it(text: str, tmp_path: Path) -> None:
    (tmp_path / "bank.toml").write_text(text)
    with pytest.raises(KioskFault) as caught:
        load_policy("bank", tmp_path)
    assert caught.value.message.params["file"] == "bank.toml"


def test_an_unknown_profile_names_those_there_are() -> None:
    with pytest.raises(SubjectError) as caught:
        load_policy("bank")
    assert "kiosk" in str(caught.value.message.params["known"])


def test_a_path_is_no_profile() -> None:
    with pytest.raises(SubjectError):
        load_policy("../policies/kiosk")


def test_the_hash_follows_every_value() -> None:
    one = Policy("a", required=("face_match",))
    assert one.sha256 == Policy("a", required=("face_match",)).sha256
    assert one.sha256 != Policy("a", required=("face_match",), match_fmr="1e-3").sha256
