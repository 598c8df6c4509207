"""How journeys are read, made and counted."""

from __future__ import annotations

from pathlib import Path

import pytest

from ekyc.attack.footage import Moments, Scene
from ekyc.attack.species import KIT
from ekyc.attack.trial import Bench, Tally, Trial
from ekyc.attack.variant import Variant
from ekyc.errors import SubjectError
from ekyc.evaluate.journey import Journey, Travelled, Traveller, read_journeys, summary
from ekyc.messages import Message
from ekyc.values import Check, Outcome, Status
from tests.ekyc.attack.conftest import face, numbered
from tests.ekyc.attack.conftest import scene as scene

HEAD = "file,label,challenges,portrait,portrait_s,species,variant,other,subject_id,fps\n"
WHY = Message("reason.no_attack_seen")


def trial(outcome: Outcome, attack: float | None = None, failed: str = "") -> Trial:
    checks = [Check("active_liveness", Status.PASS, WHY)]
    if attack is not None:
        checks.append(Check("presentation_attack", Status.PASS, WHY, attack, 0.9))
    if failed:
        checks.append(Check(failed, Status.FAIL, WHY))
    return Trial("one", outcome, tuple(checks), (), Moments(()))


def journey(live: bool, subject: str = "a", species: str = "") -> Journey:
    return Journey("clip", live, ("blink",), "face.jpg", species=species, subject=subject)


def test_review_is_neither_refused_nor_accepted() -> None:
    ends = (Outcome.APPROVED, Outcome.REVIEW, Outcome.REJECTED, Outcome.APPROVED)
    genuine = [Travelled(journey(True, str(k)), trial(end)) for k, end in enumerate(ends)]
    attacks = [
        Travelled(journey(False, "a", "phone"), trial(Outcome.REVIEW)),
        Travelled(journey(False, "a", "print"), trial(Outcome.APPROVED)),
        Travelled(journey(False, "a", "print"), trial(Outcome.REJECTED, failed="face_match")),
        Travelled(journey(False, "a", "print"), None),
    ]
    found = summary([*genuine, *attacks])
    assert (found["n"], found["n_not_made"]) == (7, 1)
    own = found["genuine"]
    assert (own["refused"]["rate"], own["review_rate"], own["n_rejected"]) == (0.25, 0.25, 1)
    low, high = own["refused"]["interval_95"]
    assert low == 0.0
    assert 0.5 < high <= 1.0
    species = found["attacks"]["species"]
    assert (species["print"]["n"], species["print"]["accepted"]["rate"]) == (2, 0.5)
    assert species["print"]["failed"] == {"face_match": 1}
    assert species["phone"]["accepted"]["rate"] == 0.0
    assert found["checks"]["active_liveness"]["genuine"] == {"PASS": 4}
    told = [(one["bona_fide"], one["outcome"], one["failed"]) for one in found["journeys"]]
    assert told[2] == (True, "REJECTED", [])
    assert told[6:] == [(False, "REJECTED", ["face_match"]), (False, None, [])]


def test_two_percent_needs_fifty_genuine_journeys() -> None:
    genuine = [
        Travelled(journey(True, str(k)), trial(Outcome.APPROVED, k / 100)) for k in range(50)
    ]
    attacks = [
        Travelled(journey(False), trial(Outcome.APPROVED, score)) for score in (0.1, 0.485, 0.9)
    ]
    found = summary([*genuine, *attacks])["detection"]["presentation_attack"]
    assert found["at_2_percent"] == pytest.approx(2 / 3), "one genuine journey lies above"
    assert found["above_all_genuine"] == 1
    few = summary([*genuine[:49], *attacks])["detection"]["presentation_attack"]
    assert few["at_2_percent"] is None
    assert summary(attacks)["detection"]["presentation_attack"]["auc"] is None


def test_what_did_not_respond_was_not_classified() -> None:
    silent = Trial(
        "s", Outcome.REVIEW, (Check("continuity", Status.NOT_ASSESSED, WHY),), (), Moments(())
    )
    passed, seen = trial(Outcome.APPROVED), trial(Outcome.APPROVED, failed="camera_injection")
    refused = trial(Outcome.REJECTED, failed="face_match")
    tally = Tally(KIT["screen"], (silent, passed, seen, refused))
    assert (tally.n, tally.n_responded, tally.n_taken_for_bona_fide) == (4, 3, 2)
    assert tally.apcer == pytest.approx(2 / 3)
    assert Tally(KIT["screen"], (silent,)).apcer is None


def test_variants_are_made_with_the_moments_of_the_clip_itself(
    scene: Scene, monkeypatch: pytest.MonkeyPatch
) -> None:
    tried: list[tuple[str, int]] = []

    def run(_bench: Bench, variant: Variant, made: Scene) -> Trial:
        tried.append((variant.name, len(made.moments.movements)))
        moments = scene.moments if made.clip.info.width == 96 else Moments(())
        return Trial(variant.name, Outcome.APPROVED, (), (), moments)

    monkeypatch.setattr(Bench, "run", run)
    clips = {"good": numbered(20), "silent": numbered(20, width=80), "other": numbered(20)}
    bench = object.__new__(Bench)
    traveller = Traveller(
        lambda name, _fps: clips[name],
        lambda _journey: bench,
        lambda clip, other: Scene(clip, Moments(()), face, other),
    )

    def go(file: str, variant: str, other: str = "") -> Trial | None:
        wanted = Journey(file, False, ("blink",), "p", variant=variant, other=other)
        return traveller.travel(wanted).trial

    assert go("good", "screen/phone") is not None
    assert go("good", "print/held") is not None
    assert tried == [("as_it_is", 0), ("phone", 3), ("held", 3)], "the clip itself once"
    assert go("silent", "screen/phone") is None
    assert go("good", "face_swap/photo") is None
    assert go("good", "face_swap/photo", "other") is not None
    assert go("good", "") is not None
    assert tried[-1] == ("as_it_is", 0)


def test_a_manifest_is_read(tmp_path: Path) -> None:
    path = tmp_path / "j.csv"
    path.write_text(
        HEAD + "a.mp4,live,blink+smile,a.mp4,1.5,,light/mains,,p1,15\n"
        "b.mp4,spoof,nod,p.jpg,,,screen/phone,,p2,\nc.mp4,fake,nod,p.jpg,,,,,p2,\n"
    )
    one, two, three = read_journeys(path)
    assert one == Journey(
        "a.mp4", True, ("blink", "smile"), "a.mp4", 1.5, "", "light/mains", "", "p1", 15.0
    )
    assert (two.species, two.portrait_s, two.fps) == ("screen", None, None)
    assert three.species == "unknown"


@pytest.mark.parametrize(
    ("row", "value"),
    [
        ("a.mp4,alive,blink,p.jpg,,,,,,", "alive"),
        ("a.mp4,live,wink,p.jpg,,,,,,", "wink"),
        ("a.mp4,live,blink,p.jpg,soon,,,,,", "soon"),
        ("a.mp4,live,blink,p.jpg,,,,,,-3", "-3"),
        ("a.mp4,spoof,blink,p.jpg,,,screen/none,,,", "screen/none"),
    ],
)
def test_a_value_that_cannot_be_is_told_with_its_row(tmp_path: Path, row: str, value: str) -> None:
    path = tmp_path / "j.csv"
    path.write_text(HEAD + row + "\n")
    with pytest.raises(SubjectError) as told:
        read_journeys(path)
    assert told.value.message.params["value"] == value
    assert told.value.message.params["row"] == 2


def test_the_manifest_of_the_data_names_files_that_are_there(ekyc_data: Path) -> None:
    journeys = read_journeys(Path(__file__).parents[2] / "journeys.csv")
    assert len(journeys) > 30
    for one in journeys:
        assert all((ekyc_data / name).is_file() for name in (one.file, one.portrait))
