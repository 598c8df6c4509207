"""The demonstration's customer: a public-domain portrait, and a specimen card made of it."""

from __future__ import annotations

from ekyc.camera.pictures import read_picture
from ekyc.camera.simulated import SimulatedCustomer
from ekyc.document.specimen import SpecimenFields, render
from ekyc.kiosk import Kiosk, detector
from ekyc.values import Rgb
from ekyc.weights import fault_of
from models import Store, WeightsError


def demo_portrait() -> Rgb:
    """The photo that the simulated customer wears, uint8[512, 512, 3].

    Raises KioskFault when it is missing (`ekyc weights prepare` fetches it).
    """
    try:
        return read_picture(Store().path("demo_portrait"))
    except WeightsError as error:
        raise fault_of(error) from error


def demo_customer(kiosk: Kiosk, obedient: bool = True, realtime: bool = False) -> SimulatedCustomer:
    """A customer who holds a specimen card that is valid on the kiosk's today.

    Raises KioskFault as `demo_portrait` does.
    """
    portrait = demo_portrait()
    card = render(portrait, detector(kiosk.models), SpecimenFields.until(kiosk.today()))
    return SimulatedCustomer(
        portrait, card=card.front, card_back=card.back, obedient=obedient, realtime=realtime
    )
