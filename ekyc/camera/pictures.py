"""Pictures from outside, decoded under limits into one plain shape."""

from __future__ import annotations

import io
import re
import stat
import warnings
from collections.abc import Callable
from pathlib import Path
from typing import cast

import cv2
import numpy as np
from PIL import Image, ImageCms, UnidentifiedImageError

from ekyc.errors import SubjectError
from ekyc.memory import fleeting
from ekyc.values import Rgb

FORMATS = ("JPEG", "PNG", "WEBP", "BMP", "TIFF", "GIF")
SUFFIXES = (".jpg", ".jpeg", ".png", ".webp", ".bmp", ".tif", ".tiff", ".gif")
MAX_PIXELS = 64_000_000
"""A 600 dpi scan of an A4 page has 35 million."""
MAX_BYTES = 64 * 1024 * 1024

_EXIF_ORIENTATION = 0x0112
_UPRIGHT = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}
_OF_PHONES = re.compile(
    rb"....ftyp.{8,64}?(heic|heix|heim|heis|hevc|hevx|mif1|msf1|avif|avis)", re.S
)
"""HEIC and AVIF (ISO/IEC 23008-12): one of these brands among the file's."""
_ROWS = 512
"""Converted at a time: what is in between takes no memory to speak of."""
_WITH_ALPHA = ("RGBA", "RGBa", "LA", "La", "PA")


def read_picture(
    source: Path | str | bytes,
    *,
    name: str = "-",
    max_pixels: int = MAX_PIXELS,
    max_bytes: int = MAX_BYTES,
) -> Rgb:
    """Decode a JPEG, PNG, WebP, BMP, TIFF or GIF to uint8[H, W, 3], upright as its EXIF says.

    `source` is a path, or the file's bytes, which sentences then call `name`. The first page of
    several is taken, and the first picture of an animation; transparency is laid on white, 16-bit
    grey is reduced to 8 bits, inks are shown as their profile says. The header is checked against
    `max_pixels` before anything is decoded.

    Raises SubjectError: the file is not there, empty, too large, no picture, damaged or cut short.
    """
    if not isinstance(source, bytes):
        name = Path(source).name
        source = file_bytes(Path(source), max_bytes)
    if not source:
        raise SubjectError("camera.picture_empty", name=name)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", UserWarning)  # odd metadata does not matter
        warnings.simplefilter("error", Image.DecompressionBombWarning)
        return _decode(source, name, max_pixels)


def rgb_of(bgr: Rgb) -> Rgb:
    """OpenCV's order of colours, uint8[H, W, 3] blue first, turned round."""
    rgb = cv2.cvtColor(bgr, cv2.COLOR_BGR2RGB, dst=fleeting(bgr.shape, np.uint8))
    return np.asarray(rgb, np.uint8)


def file_bytes(path: Path, max_bytes: int = MAX_BYTES) -> bytes:
    """What is in a file. Raises SubjectError: not there, not a file, empty, too large."""
    name = path.name
    try:
        found = path.stat()
        if not stat.S_ISREG(found.st_mode):  # a folder, or a pipe that would block
            folder = stat.S_ISDIR(found.st_mode)
            raise SubjectError(
                "camera.file_is_a_folder" if folder else "camera.picture_not_found", name=name
            )
        with path.open("rb") as file:
            content = file.read(max_bytes + 1)
    except PermissionError as error:
        raise SubjectError("camera.file_no_permission", name=name) from error
    except (OSError, ValueError) as error:
        raise SubjectError("camera.picture_not_found", name=name) from error
    if not content:
        raise SubjectError("camera.picture_empty", name=name)
    if len(content) > max_bytes:
        raise SubjectError("camera.picture_too_many_bytes", name=name, mib=max_bytes >> 20)
    return content


def _decode(content: bytes, name: str, max_pixels: int) -> Rgb:
    too_large = SubjectError(
        "camera.picture_too_many_pixels", name=name, megapixels=max_pixels // 1_000_000
    )
    try:
        with Image.open(io.BytesIO(content), formats=FORMATS) as image:
            if image.width * image.height > max_pixels:
                raise too_large
            image.load()
            return _plain(image)
    except SubjectError:
        raise
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        raise too_large from None
    except UnidentifiedImageError as error:
        if _OF_PHONES.match(content):
            raise SubjectError("camera.picture_heic", name=name) from error
        raise SubjectError("camera.picture_not_a_picture", name=name) from error
    except Exception as error:  # decoders fail in many ways on bytes that somebody made up
        raise SubjectError("camera.picture_damaged", name=name) from error


def _plain(image: Image.Image) -> Rgb:
    turn = _UPRIGHT.get(_orientation(image))
    upright = image.transpose(turn) if turn is not None else image
    rgb = fleeting((upright.height, upright.width, 3), np.uint8)
    inks = _inks(upright)
    for top in range(0, upright.height, _ROWS):
        rows = upright.crop((0, top, upright.width, min(top + _ROWS, upright.height)))
        rgb[top : top + _ROWS] = _rgb(rows if inks is None else inks(rows))
    return rgb


def _rgb(rows: Image.Image) -> Rgb:
    if rows.mode == "F":
        raise ValueError("floating point pictures have no defined white")
    if rows.mode.startswith("I"):
        deep = np.asarray(rows)
        grey = np.clip(deep >> 8, 0, 255).astype(np.uint8)
        return cast(Rgb, np.repeat(grey[:, :, None], 3, axis=2))
    if rows.mode in _WITH_ALPHA or "transparency" in rows.info:
        drawn = rows.convert("RGBA")
        rows = Image.alpha_composite(Image.new("RGBA", drawn.size, "white"), drawn)
    return np.asarray(rows.convert("RGB"), dtype=np.uint8)


def _inks(image: Image.Image) -> Callable[[Image.Image], Image.Image] | None:
    """What shows printing inks as their profile says, if the picture has one that can be used."""
    profile = image.info.get("icc_profile")
    if image.mode != "CMYK" or not profile:
        return None
    try:
        of_file = ImageCms.ImageCmsProfile(io.BytesIO(profile))
        shown = ImageCms.buildTransform(of_file, ImageCms.createProfile("sRGB"), "CMYK", "RGB")
    except (ImageCms.PyCMSError, OSError):
        return None  # shown without, as a picture that has none
    return lambda rows: ImageCms.applyTransform(rows, shown) or rows


def _orientation(image: Image.Image) -> int:
    try:
        return int(image.getexif().get(_EXIF_ORIENTATION, 1))
    except Exception:  # a broken EXIF block says nothing about the orientation
        return 1
