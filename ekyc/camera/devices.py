"""Which cameras the machine has, and whether a driver only pretends to be one."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from pathlib import Path

SYSFS = Path("/sys/class/video4linux")

# Drivers without a lens behind them, and names that such software gives to its cameras. A camera
# can be renamed, so that a harmless name proves nothing.
_VIRTUAL_DRIVERS = ("v4l2loopback", "akvcam", "vivid", "vimc", "droidcam", "usbip", "vhci")
_VIRTUAL_NAMES = (
    "obs", "virtual", "loopback", "dummy", "droidcam", "iriun", "akvcam", "manycam", "webcamoid",
    "snap camera", "xsplit", "epoccam", "vivid", "deepfacelive", "avatarify",
)  # fmt: skip


@dataclass(frozen=True)
class WebcamInfo:
    """A camera as the system lists it.

    `device` is its path, or its number where the system has no paths; `driver` is "" where the
    system does not tell, and then a `virtual` of False proves nothing.
    """

    name: str
    driver: str
    device: str
    virtual: bool


def list_webcams(
    root: Path = SYSFS, dev: Path = Path("/dev"), platform: str = sys.platform
) -> tuple[WebcamInfo, ...]:
    """Every camera that gives pictures, in the order of their numbers.

    Elsewhere than on Linux the system does not tell: the first camera is listed by its number, and
    whether it is there shows when it is opened.
    """
    if not platform.startswith("linux"):
        return (WebcamInfo("0", "", "0", False),)
    try:
        nodes = sorted(root.glob("video*"), key=lambda node: (len(node.name), node.name))
    except OSError:
        return ()
    return tuple(_described(node, dev) for node in nodes if _gives_pictures(node))


def _gives_pictures(node: Path) -> bool:
    """A camera's further nodes carry metadata; only the first gives pictures."""
    return _text(node / "index") in ("", "0")


def _described(node: Path, dev: Path) -> WebcamInfo:
    name = _text(node / "name") or node.name
    driver = _driver(node)
    return WebcamInfo(name, driver, str(dev / node.name), _is_virtual(node, name, driver))


def _driver(node: Path) -> str:
    link = node / "device" / "driver"
    if link.exists():
        return link.resolve().name
    return "v4l2loopback" if (node / "max_openers").exists() else ""


def _is_virtual(node: Path, name: str, driver: str) -> bool:
    real = node.resolve().parts
    on_no_bus = "virtual" in real or any(part.startswith("vhci_hcd") for part in real)
    by_driver = any(known in driver.lower() for known in _VIRTUAL_DRIVERS)
    by_name = any(known in name.lower() for known in _VIRTUAL_NAMES)
    return on_no_bus or by_driver or by_name


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8", errors="replace").strip()
    except OSError:
        return ""
