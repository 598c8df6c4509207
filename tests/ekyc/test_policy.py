from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ekyc.decision import Evidence, decide
from ekyc.errors import EkycError, KioskFault, SubjectError
from ekyc.messages import Catalogue, Message, languages
from ekyc.paths import ROOT
from ekyc.policy import KEYS, POLICIES, Policy, load_policy, policy_of_this_kiosk, profiles
from ekyc.policy_rules import CHECKS, RULES
from ekyc.toml import load_toml
from ekyc.values import Check, Provenance, Status

NAMES = ("demo", "kiosk", "orchestrated", "single_image", "video_kyc")


def test_the_profiles_are_those_of_the_design() -> None:
    assert profiles() == NAMES


@pytest.mark.parametrize("name", NAMES)
def test_every_profile_names_every_key_and_says_what_it_is_for(name: str) -> None:
    policy = load_policy(name)
    assert policy.name == name
    file = POLICIES / f"{name}.toml"
    assert file.read_text("utf-8").startswith("# ")
    assert set(load_toml(file)) == set(KEYS), "nothing holds that is not written there"


def test_every_key_has_a_rule() -> None:
    assert set(RULES) == set(KEYS)


@pytest.mark.parametrize("name", NAMES)
def test_only_a_profile_that_requires_all_can_open_an_account(name: str) -> None:
    policy = replace(load_policy(name), remote_is_valid=True)
    checks = tuple(Check(c, Status.PASS, Message("reason.not_reached")) for c in CHECKS)
    for provenance in Provenance:
        decision = decide(Evidence(checks, provenance), policy)
        able = provenance in (Provenance.LIVE, Provenance.REMOTE)
        assert decision.valid_for_onboarding is (able and name in ("kiosk", "orchestrated"))


WRONG = [
    ("required = []", "required"),
    ('required = ["no_such_check"]', "required"),
    ('required = "face_match"', "required"),
    ('required = [["face_match"]]', "required"),
    ('required = ["face_match"]\nstep_limit_s = 0', "step_limit_s"),
    ('required = ["face_match"]\nstep_limit_s = nan', "step_limit_s"),
    ('required = ["face_match"]\nidle_timeout_s = inf', "idle_timeout_s"),
    ('required = ["face_match"]\nunknown = 1', "unknown"),
    ('required = ["face_match"]\nname = "other"', "name"),
    ('required = ["face_match"]\nchallenge_pool = ["wink"]', "challenge_pool"),
    ('required = ["face_match"]\nchallenge_pool = ["blink"]', "challenge_pool"),
    ('required = ["face_match"]\nmatch_measure = "guess"', "match_measure"),
    ('required = ["face_match"]\nmatch_fmr = 1e-4', "match_fmr"),
    ('required = ["face_match"]\nmatch_fmr = "1e-9"', "match_fmr"),
    (
        'required = ["active_liveness"]\nchallenge_count = 1\nchallenge_pool = ["hold_still"]',
        "challenge_pool",
    ),
    ('required = ["face_match"]\nlandmarks = "retina"', "landmarks"),
    ('required = ["face_match"]\ncommercial_weights_only = 1', "commercial_weights_only"),
    ('required = ["face_match"]\ncommercial_weights_only = true', "landmarks"),
    ('required = ["face_match"]\nchallenge_deadline_s = 0', "challenge_deadline_s"),
    ('required = ["face_match"]\nchallenge_deadline_s = "15"', "challenge_deadline_s"),
    ('required = ["active_liveness"]\nchallenge_count = 0', "challenge_count"),
    ('required = ["face_match"]\nchallenge_count = 2.0', "challenge_count"),
    ('required = ["face_match"]\nchallenge_count = true', "challenge_count"),
    ('required = ["face_match"]\nchallenge_attempts = 0', "challenge_attempts"),
    ('required = ["face_match"]\ndocument = false', "document"),
    ('required = ["face_match"]\ndocument = 0', "document"),
    ('extends = "no_such_profile"', "extends"),
    ('extends = ["kiosk"]', "extends"),
    ("challenge_count = 3", "required"),
    ("[required]\nface_match = true", "required"),
    ("not toml", None),
    ('required = ["face_match"]\nrequired = ["face_match"]', None),
]


@pytest.mark.parametrize(("text", "key"), WRONG, ids=[text for text, _ in WRONG])
def test_what_is_wrong_in_a_file_is_one_sentence_that_names_file_and_key(
    text: str, key: str | None, tmp_path: Path
) -> None:
    file = tmp_path / "bank.toml"
    file.write_text(text)
    with pytest.raises(SubjectError) as own:
        load_policy(str(file))
    with pytest.raises(KioskFault) as shipped:
        load_policy("bank", tmp_path)
    for language in languages():
        for error in (own.value, shipped.value):
            said = Catalogue(language).text(error.message)
            assert "bank.toml" in said
            assert key is None or f" {key} " in said.replace("“", " ").replace("”", " ")


VALUES = st.one_of(
    st.none(), st.booleans(), st.integers(), st.floats(), st.text(max_size=20),
    st.lists(st.one_of(st.text(max_size=5), st.sampled_from(CHECKS), st.integers()), max_size=4),
)  # fmt: skip


@given(st.dictionaries(st.sampled_from((*KEYS, "extends", "other")), VALUES, max_size=6))
def test_any_table_is_a_policy_or_an_error_with_a_sentence(
    tmp_path_factory: pytest.TempPathFactory, table: dict[str, object]
) -> None:
    file = tmp_path_factory.getbasetemp() / "any.toml"
    lines = [f"{key} = {_toml(value)}" for key, value in table.items() if value is not None]
    file.write_text("\n".join(lines), "utf-8")
    try:
        policy = load_policy(str(file))
    except EkycError as error:
        assert Catalogue("en").text(error.message)
    else:
        assert policy.required
        assert policy.challenge_count >= 0


@given(st.binary(max_size=60))
def test_any_bytes_are_refused_with_a_sentence(
    tmp_path_factory: pytest.TempPathFactory, data: bytes
) -> None:
    file = tmp_path_factory.getbasetemp() / "bytes.toml"
    file.write_bytes(data)
    with pytest.raises(SubjectError):
        load_policy(str(file))


def _toml(value: object) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, list):
        return f"[{', '.join(map(_toml, value))}]"
    if isinstance(value, str):
        return '"' + "".join(f"\\U{ord(c):08X}" for c in value if c.isprintable()) + '"'
    return str(value).replace("e+", "e")


def test_a_file_names_only_what_differs_from_a_profile(tmp_path: Path) -> None:
    file = tmp_path / "our_bank.toml"
    file.write_text('extends = "kiosk"\nchallenge_deadline_s = 20\n')
    policy, kiosk = load_policy(str(file)), load_policy("kiosk")
    assert policy == replace(kiosk, name="our_bank", challenge_deadline_s=20.0)
    assert policy.sha256 == replace(kiosk, name="our_bank", challenge_deadline_s=20.0).sha256
    assert load_policy(str(file), challenge_count=2).challenge_count == 2


def test_the_kiosks_own_policy_is_named_or_lies_in_the_state_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("EKYC_STATE", str(tmp_path))
    monkeypatch.delenv("EKYC_POLICY", raising=False)
    assert policy_of_this_kiosk() == "kiosk"
    (tmp_path / "policy.toml").write_text('extends = "kiosk"')
    assert policy_of_this_kiosk() == str(tmp_path / "policy.toml")
    monkeypatch.setenv("EKYC_POLICY", "video_kyc")
    assert policy_of_this_kiosk() == "video_kyc"


@pytest.mark.parametrize("name", ["bank", "../policies/kiosk"])
def test_an_unknown_profile_names_those_there_are(name: str) -> None:
    with pytest.raises(SubjectError) as caught:
        load_policy(name)
    assert "kiosk" in str(caught.value.message.params["known"])


def test_a_file_that_is_not_there_is_said(tmp_path: Path) -> None:
    with pytest.raises(SubjectError, match=r"policy\.unreadable"):
        load_policy(str(tmp_path / "none.toml"))


def test_the_hash_follows_every_value() -> None:
    one = Policy("a", required=("face_match",))
    assert one.sha256 == Policy("a", required=("face_match",)).sha256
    assert one.sha256 != Policy("a", required=("face_match",), match_fmr="1e-3").sha256


def test_what_extends_the_demonstration_serves_no_real_person_either(tmp_path: Path) -> None:
    file = tmp_path / "branch.toml"
    file.write_text('extends = "demo"\nchallenge_count = 2')
    for policy in (load_policy("demo"), load_policy(str(file))):
        assert not policy.may_serve(Provenance.LIVE, specimen=False)
        assert policy.may_serve(Provenance.LIVE, specimen=True)
        assert policy.may_serve(Provenance.RECORDED, specimen=False)
    assert load_policy("kiosk").may_serve(Provenance.LIVE, specimen=False)


def test_the_manual_names_every_key_and_every_check() -> None:
    manual = (ROOT / "docs" / "policy.md").read_text(encoding="utf-8")
    assert [name for name in (*KEYS, *CHECKS) if f"`{name}`" not in manual] == []
