"""Finds the typefaces that specimen cards and forgeries are printed with, wherever the system keeps
them."""

from __future__ import annotations

import os
from functools import cache
from pathlib import Path

from PIL import ImageFont

from ekyc.errors import KioskFault
from ekyc.paths import RESOURCES

OCR_B = ("OCRB.otf", "OCRB.ttf", "OCR-B.ttf")
REGULAR = ("Inter-Regular.otf", "Inter-Regular.ttf", "NotoSans-Regular.ttf", "DejaVuSans.ttf")
SEMIBOLD = (
    "Inter-SemiBold.otf",
    "Inter-SemiBold.ttf",
    "NotoSans-SemiBold.ttf",
    "NotoSans-Bold.ttf",
)
HELVETICA = ("NimbusSans-Regular.otf", "LiberationSans-Regular.ttf", "Arial.ttf")
COURIER = ("NimbusMonoPS-Bold.otf", "LiberationMono-Bold.ttf", "courbd.ttf")
TYPEWRITER = ("DejaVuSansMono.ttf", "NotoSansMono-Regular.ttf", "consola.ttf")
_PACKAGES = {
    OCR_B: "fonts-ocr-b",
    REGULAR: "fonts-inter",
    SEMIBOLD: "fonts-inter",
    HELVETICA: "fonts-urw-base35",
    COURIER: "fonts-urw-base35",
    TYPEWRITER: "fonts-dejavu-core",
}


def _folders() -> tuple[Path, ...]:
    return (
        RESOURCES / "fonts",
        Path("/usr/share/fonts"),
        Path("/usr/local/share/fonts"),
        Path("/Library/Fonts"),
        Path(os.environ.get("WINDIR", "C:/Windows")) / "Fonts",
        *_own_folders(),
    )


def _own_folders() -> tuple[Path, ...]:
    try:
        home = Path.home()
    except RuntimeError:  # a user without a home
        return ()
    windows = Path(os.environ.get("LOCALAPPDATA", home)) / "Microsoft/Windows/Fonts"
    return (home / ".local/share/fonts", home / ".fonts", home / "Library/Fonts", windows)


@cache
def _font_files(folders: tuple[Path, ...]) -> dict[str, Path]:
    files: dict[str, Path] = {}
    for folder in folders:
        for root, _, names in os.walk(folder):
            for name in names:
                files.setdefault(name.lower(), Path(root) / name)
    return files


def font(names: tuple[str, ...], size_px: float) -> ImageFont.FreeTypeFont:
    """`font_file` of these names, at this size in pixels to the em."""
    return ImageFont.truetype(str(font_file(names)), size_px)


def font_file(names: tuple[str, ...]) -> Path:
    """The file of the first of these fonts that is installed.

    Raises `KioskFault` naming the package to install when none of them is.
    """
    files = _font_files(_folders())
    for name in names:
        if (path := files.get(name.lower())) is not None:
            return path
    raise KioskFault("document.font_missing", font=names[0], package=_PACKAGES[names])
