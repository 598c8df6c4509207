from __future__ import annotations

from pathlib import Path

import pytest

from ekyc.camera.devices import WebcamInfo, list_webcams


@pytest.fixture
def sysfs(tmp_path: Path) -> Path:
    """A laptop's camera with its metadata node, and an empty class folder beside."""
    root = tmp_path / "sys/class/video4linux"
    root.mkdir(parents=True)
    for number, index in ((0, "0"), (1, "1")):
        add_node(root, f"video{number}", "Integrated Camera: HD", index, "pci0000:00/usb1/1-4:1.0")
    return root


def add_node(
    root: Path, node: str, name: str, index: str, where: str, driver: str = "uvcvideo"
) -> Path:
    """A node as the kernel lays it out: the class folder holds links into the device tree."""
    real = root.parents[1] / "devices" / where / "video4linux" / node
    real.mkdir(parents=True)
    (real / "name").write_text(f"{name}\n")
    (real / "index").write_text(f"{index}\n")
    if driver:
        drivers = root.parents[1] / "bus/drivers" / driver
        drivers.mkdir(parents=True, exist_ok=True)
        device = real.parents[1]
        if not (device / "driver").exists():
            (device / "driver").symlink_to(drivers)
        (real / "device").symlink_to(device)
    (root / node).symlink_to(real)
    return real


def listed(root: Path) -> tuple[WebcamInfo, ...]:
    return list_webcams(root, platform="linux")


def test_a_real_camera_is_listed_once_with_name_and_driver(sysfs: Path) -> None:
    assert listed(sysfs) == (WebcamInfo("Integrated Camera: HD", "uvcvideo", "/dev/video0", False),)


def test_cameras_come_in_the_order_of_their_numbers(sysfs: Path) -> None:
    add_node(sysfs, "video10", "Ten", "0", "pci0000:00/usb3/3-1:1.0")
    add_node(sysfs, "video2", "Two", "0", "pci0000:00/usb2/2-1:1.0")
    assert [one.device for one in listed(sysfs)] == ["/dev/video0", "/dev/video2", "/dev/video10"]


def test_a_loopback_camera_is_virtual_even_under_the_name_of_a_real_one(sysfs: Path) -> None:
    real = add_node(sysfs, "video4", "Integrated Camera: HD", "0", "virtual", driver="")
    (real / "max_openers").write_text("10\n")
    assert listed(sysfs)[-1] == WebcamInfo(
        "Integrated Camera: HD", "v4l2loopback", "/dev/video4", True
    )


@pytest.mark.parametrize(
    ("name", "where", "driver"),
    [
        ("vivid", "platform/vivid.0", "vivid"),
        ("Camera", "platform/vimc.0", "vimc"),
        ("OBS Virtual Camera", "pci0000:00/usb5/5-1:1.0", "uvcvideo"),
        ("DroidCam", "platform/x", "other"),
        ("Logitech BRIO", "platform/vhci_hcd.0/usb7/7-1:1.0", "uvcvideo"),  # USB over a network
    ],
)
def test_what_only_pretends_to_be_a_camera_is_virtual(
    sysfs: Path, name: str, where: str, driver: str
) -> None:
    add_node(sysfs, "video6", name, "0", where, driver)
    assert listed(sysfs)[-1].virtual


def test_a_machine_without_cameras_has_none(tmp_path: Path) -> None:
    assert listed(tmp_path / "missing") == ()


def test_a_node_that_tells_nothing_is_listed_by_its_file(sysfs: Path) -> None:
    (sysfs / "video7").mkdir()
    assert listed(sysfs)[-1] == WebcamInfo("video7", "", "/dev/video7", False)


def test_elsewhere_the_first_camera_goes_by_its_number() -> None:
    assert list_webcams(platform="win32") == (WebcamInfo("0", "", "0", False),)
