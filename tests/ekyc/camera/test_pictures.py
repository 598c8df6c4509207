from __future__ import annotations

import io
import os
import struct
import zlib
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, ImageOps

from ekyc.camera.pictures import read_picture
from ekyc.errors import SubjectError

# Four different corners, so that every orientation looks different.
CORNERS = np.zeros((40, 60, 3), np.uint8)
CORNERS[:20, :30] = (200, 30, 30)
CORNERS[:20, 30:] = (30, 200, 30)
CORNERS[20:, :30] = (30, 30, 200)
CORNERS[20:, 30:] = (200, 200, 30)


def encoded(image: Image.Image, format_: str, **options: object) -> bytes:
    buffer = io.BytesIO()
    image.save(buffer, format_, **options)
    return buffer.getvalue()


def reason(source: bytes | Path, **limits: int) -> str:
    with pytest.raises(SubjectError) as caught:
        read_picture(source, **limits)
    return caught.value.message.id


@pytest.mark.parametrize("format_", ["JPEG", "PNG", "WEBP", "BMP", "TIFF"])
def test_each_format_is_read_as_it_looks(format_: str) -> None:
    content = encoded(Image.fromarray(CORNERS), format_)
    rgb = read_picture(content)
    assert rgb.dtype == np.uint8 and rgb.shape == CORNERS.shape
    middles = rgb[[10, 10, 30, 30], [15, 45, 15, 45]].astype(int)
    wanted = CORNERS[[10, 10, 30, 30], [15, 45, 15, 45]].astype(int)
    assert np.abs(middles - wanted).max() < 25


@pytest.mark.parametrize("orientation", range(1, 9))
def test_every_exif_orientation_stands_upright(orientation: int) -> None:
    exif = Image.Exif()
    exif[0x0112] = orientation
    content = encoded(Image.fromarray(CORNERS), "PNG", exif=exif)
    with Image.open(io.BytesIO(content)) as image:
        expected = np.asarray(ImageOps.exif_transpose(image))
    assert np.array_equal(read_picture(content), expected)
    assert read_picture(content).shape[:2] == ((40, 60) if orientation < 5 else (60, 40))


def test_a_broken_exif_block_leaves_the_picture_as_it_is() -> None:
    content = encoded(Image.fromarray(CORNERS), "PNG", exif=b"Exif\x00\x00MM\x00*\xff\xff\xff\xff")
    assert np.array_equal(read_picture(content), CORNERS)


def test_transparency_is_laid_on_white() -> None:
    clear = Image.new("RGBA", (8, 8), (10, 20, 30, 0))
    assert (read_picture(encoded(clear, "PNG")) == 255).all()
    assert (read_picture(encoded(clear.convert("LA"), "PNG")) == 255).all()
    palette = Image.new("P", (8, 8), 0)
    palette.putpalette([9, 9, 9] + [0] * 765)
    assert (read_picture(encoded(palette, "PNG", transparency=0)) == 255).all()
    assert (read_picture(encoded(palette, "PNG")) == 9).all()


def test_sixteen_bit_grey_keeps_its_brightness() -> None:
    deep = np.full((6, 7), 0x8012, np.uint16)
    for format_ in ("PNG", "TIFF"):
        rgb = read_picture(encoded(Image.fromarray(deep), format_))
        assert rgb.shape == (6, 7, 3) and (rgb == 0x80).all()


def test_cmyk_and_one_bit_pictures_are_read() -> None:
    ink = Image.new("CMYK", (16, 16), (0, 255, 255, 0))
    red = read_picture(encoded(ink, "JPEG"))[8, 8].astype(int)
    assert red[0] > 200 and red[1] < 60 and red[2] < 60
    assert (read_picture(encoded(Image.new("1", (8, 8), 1), "PNG")) == 255).all()


def test_a_picture_cut_short_is_refused_wherever_it_is_cut() -> None:
    noise = np.random.default_rng(1).integers(0, 255, (80, 80, 3), np.uint8)
    for format_ in ("JPEG", "PNG", "WEBP", "BMP"):
        content = encoded(Image.fromarray(noise), format_)
        for part in (0.3, 0.6, 0.95):
            assert reason(content[: int(len(content) * part)]) in (
                "camera.picture_damaged",
                "camera.picture_not_a_picture",
            )


def test_a_huge_picture_is_refused_from_its_header() -> None:
    def chunk(kind: bytes, body: bytes) -> bytes:
        checksum = struct.pack(">I", zlib.crc32(kind + body))
        return struct.pack(">I", len(body)) + kind + body + checksum

    end = chunk(b"IDAT", b"") + chunk(b"IEND", b"")
    for side in (9_000, 12_000, 60_000):  # over ours, over Pillow's warning, over its error
        header = struct.pack(">IIBBBBB", side, side, 8, 2, 0, 0, 0)
        bomb = b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + end
        assert reason(bomb) == "camera.picture_too_many_pixels"
    assert reason(encoded(Image.fromarray(CORNERS), "PNG"), max_pixels=2399) == (
        "camera.picture_too_many_pixels"
    )
    assert read_picture(encoded(Image.fromarray(CORNERS), "PNG"), max_pixels=2400).size == 7200


def test_a_file_tells_why_it_cannot_be_read(tmp_path: Path) -> None:
    (tmp_path / "empty.png").touch()
    (tmp_path / "words.jpg").write_text("no picture at all")
    (tmp_path / "large.png").write_bytes(encoded(Image.fromarray(CORNERS), "PNG"))
    os.mkfifo(tmp_path / "pipe.png")
    assert reason(tmp_path / "missing.png") == "camera.picture_not_found"
    assert reason(tmp_path) == "camera.file_is_a_folder"
    assert reason(tmp_path / "pipe.png") == "camera.picture_not_found"
    assert reason(tmp_path / "a\0b.png") == "camera.picture_not_found"
    assert reason(tmp_path / "empty.png") == "camera.picture_empty"
    assert reason(tmp_path / "words.jpg") == "camera.picture_not_a_picture"
    assert reason(tmp_path / "large.png", max_bytes=50) == "camera.picture_too_many_bytes"
    assert np.array_equal(read_picture(tmp_path / "large.png"), CORNERS)


@pytest.mark.parametrize("format_", ["JPEG", "PNG", "WEBP", "BMP", "TIFF"])
@settings(max_examples=60, deadline=None)
@given(data=st.data())
def test_damaged_bytes_end_in_a_picture_or_a_sentence(format_: str, data: st.DataObject) -> None:
    content = bytearray(encoded(Image.fromarray(CORNERS), format_))
    for _ in range(data.draw(st.integers(1, 6))):
        content[data.draw(st.integers(0, len(content) - 1))] = data.draw(st.integers(0, 255))
    try:
        rgb = read_picture(bytes(content), max_pixels=100_000)
    except SubjectError:
        return
    assert rgb.dtype == np.uint8 and rgb.ndim == 3 and rgb.shape[2] == 3
