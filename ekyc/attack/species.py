"""The kit's catalogue: every species, its variants, and the check that is to stop it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from ekyc.attack import splice, tempo
from ekyc.attack.camera import Injected
from ekyc.attack.company import Company
from ekyc.attack.compress import Recompressed
from ekyc.attack.disturb import Dim, Dropped, Flicker, Jitter
from ekyc.attack.face_swap import FaceSwap
from ekyc.attack.paper import CutOut, Paper
from ekyc.attack.picture import Mirror
from ekyc.attack.screen import Screen
from ekyc.attack.variant import Found, Variant
from ekyc.messages import Message


@dataclass(frozen=True)
class Species:
    """A kind of presentation. `stopped_by`: the check that is to stop it; "" for disturbances.

    A disturbance is no attack: an honest camera does so too, and it must get through.
    """

    name: str
    stopped_by: str
    variants: tuple[Variant, ...]

    @property
    def is_attack(self) -> bool:
        """False for a disturbance."""
        return bool(self.stopped_by)

    def tried(self, with_other: bool) -> tuple[Variant, ...]:
        """The variants that can be made, with another person's clip or without."""
        return tuple(v for v in self.variants if with_other or not v.needs_other)

    @property
    def sentence(self) -> Message:
        """What it models."""
        return Message(f"species.{self.name}")


_KIT = (
    Species(
        "splice",
        "continuity",
        (
            splice.CutInto("into_movement"),
            splice.CutWaiting("waiting"),
            splice.Insert("insert", seconds=1.0),
            splice.Insert("insert_brief", seconds=0.3),
        ),
    ),
    Species(
        "loop",
        "continuity",
        (tempo.Loop("again"), tempo.Loop("there_and_back", there_and_back=True)),
    ),
    Species(
        "freeze",
        "continuity",
        (
            tempo.Freeze("held"),
            tempo.NoisyFreeze("held_with_noise"),
            tempo.StillFace("still_face"),
            tempo.Repeat("each_three_times", times=3),
        ),
    ),
    Species(
        "speed",
        "continuity",
        (tempo.Speed("twice", factor=2.0), tempo.Speed("half", factor=0.5)),
    ),
    Species(
        "backwards",
        "continuity",
        (tempo.Backwards("whole"), tempo.BackwardsMovements("each_movement")),
    ),
    Species("reorder", "active_liveness", (splice.Reorder("first_two"),)),
    Species("mirror", "active_liveness", (Mirror("left_right"),)),
    Species(
        "swap",
        "same_person",
        (
            splice.SwapAfterFace("after_face"),
            splice.Dissolve("dissolve"),
            splice.SwapForOne("one_movement"),
        ),
    ),
    Species("impostor", "face_match", (splice.Impostor("other_clip"),)),
    Species("company", "active_liveness", (Company("throughout"),)),
    Species(
        "screen",
        "presentation_attack",
        (
            Screen("filling"),
            Screen("phone", share=0.8, glare=60.0, yaw_deg=4.0),
            Screen("laptop", share=1.1, gamma=0.75, banding=0.25, yaw_deg=-6.0),
        ),
    ),
    Species(
        "print",
        "presentation_attack",
        (
            Paper("held"),
            Paper("turned_by_hand", turn_deg=40.0),
            CutOut("eyes_and_mouth_cut_out"),
        ),
    ),
    Species(
        "recompressed",
        "camera_injection",
        (
            Recompressed("low", quality=20),
            Recompressed("low_bit_rate", quality=35, scale=0.6),
            Recompressed("again_and_again", quality=40, times=4),
        ),
    ),
    Species(
        "virtual_camera",
        "camera_injection",
        (
            Injected("named"),
            Injected("disguised", disguised=True),
            Injected(
                "stored_and_disguised",
                Recompressed("stored", quality=35, times=2, scale=0.6),
                disguised=True,
            ),
        ),
    ),
    Species(
        "face_swap",
        "deepfake",
        (
            FaceSwap("photo"),
            FaceSwap("own_eyes", own_eyes=True),
            Injected("injected", FaceSwap("own_eyes", own_eyes=True), disguised=True),
        ),
    ),
    Species("frames_lost", "", (Dropped("one_in_seven"), Jitter("late_stamps"))),
    Species("light", "", (Flicker("mains"), Dim("dark_room"))),
    Species("webcam", "", (Recompressed("its_own_jpeg", quality=75),)),
    Species("passer_by", "", (Company("half_a_second", seconds=0.5),)),
)

KIT: dict[str, Species] = {species.name: species for species in _KIT}


def found_species(videos: Sequence[Found]) -> Species:
    """Videos of attacks that somebody made."""
    return Species("found", "presentation_attack", tuple(videos))
