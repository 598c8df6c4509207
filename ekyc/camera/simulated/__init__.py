"""The simulated customer: a portrait that does what the screen asks, with known ground truth."""

from ekyc.camera.simulated.customer import SimulatedCustomer
from ekyc.camera.simulated.pose import CustomerPose
from ekyc.camera.simulated.script import GESTURES, NOTHING, OPPOSITE, Event

__all__ = ["GESTURES", "NOTHING", "OPPOSITE", "CustomerPose", "Event", "SimulatedCustomer"]
