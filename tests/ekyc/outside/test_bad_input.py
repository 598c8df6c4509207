"""Files that are no good end in their own sentences; odd ones that are, are read."""

from __future__ import annotations

import io
import struct
import zlib
from collections.abc import Callable, Iterator
from pathlib import Path

import cv2
import numpy as np
import pytest
from PIL import Image

from ekyc.errors import SubjectError
from ekyc.outside.decode import MOST_PIXELS, decode
from ekyc.outside.files import Outside
from ekyc.values import Rgb
from tests.ekyc.document.cards import TODAY, card

from .mutations import encoded


@pytest.fixture(scope="module")
def outside() -> Iterator[Outside]:
    with Outside(reads_documents=True) as made:
        yield made


@pytest.fixture(scope="module")
def front() -> Rgb:
    return np.asarray(cv2.resize(card("TD2").front, (930, 656), interpolation=cv2.INTER_AREA))


def chunk(kind: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))


def png(width: int, height: int, rows: bytes = b"") -> bytes:
    header = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    body = chunk(b"IHDR", header) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")
    return b"\x89PNG\r\n\x1a\n" + body


def zeros(count: int) -> bytes:
    """So many zeros, packed a thousandfold."""
    packer = zlib.compressobj()
    packed = [packer.compress(bytes(1 << 20)) for _ in range(count >> 20)]
    return b"".join([*packed, packer.compress(bytes(count & 0xFFFFF)), packer.flush()])


def gif(frames: int) -> bytes:
    file = io.BytesIO()
    first, *more = (Image.new("P", (64, 48), n % 250) for n in range(frames))
    first.save(file, "GIF", save_all=True, append_images=more)
    return file.getvalue()


def tiff(*tags: tuple[int, int, int, int]) -> bytes:
    """(tag, type, count, value) each."""
    body = b"".join(struct.pack("<HHII", *tag) for tag in tags)
    return b"II*\0" + struct.pack("<IH", 8, len(tags)) + body + bytes(4)


def pdf(page: str = "[0 0 200 140]", pages: str = "[3 0 R]", content: str = "") -> bytes:
    parts = [
        "<</Type/Catalog/Pages 2 0 R>>",
        f"<</Type/Pages/Kids {pages}/Count 1>>",
        f"<</Type/Page/Parent 2 0 R/MediaBox {page}/Contents 4 0 R>>",
        f"<</Length {len(content)}>>stream\n{content}\nendstream",
    ]
    body, places = "%PDF-1.4\n", []
    for number, part in enumerate(parts, 1):
        places.append(len(body))
        body += f"{number} 0 obj{part}endobj\n"
    table = "".join(f"{place:010} 00000 n \n" for place in places)
    end = f"xref\n0 5\n0000000000 65535 f \n{table}trailer<</Size 5/Root 1 0 R>>\n"
    return f"{body}{end}startxref\n{len(body)}\n%%EOF".encode()


HUGE = 1 << 30
GREY = ((258, 3, 1, 8), (259, 3, 1, 1), (262, 3, 1, 1), (273, 4, 1, 8), (277, 3, 1, 1))
LOCKED = (
    b"/Encrypt<</Filter/Standard/V 1/R 2/P -4/O<" + b"41" * 32 + b">/U<" + b"42" * 32 + b">>>"
    b"/ID[<00><00>]"
)
BAD: dict[str, tuple[Callable[[], bytes], str]] = {
    "0 bytes": (lambda: b"", "camera.picture_empty"),
    "1x1": (lambda: png(1, 1, zlib.compress(b"\0\0")), "document.not_found"),
    "20,000x20,000, really there": (
        lambda: png(20_000, 20_000, zeros(20_001 * 20_000)), "camera.picture_too_many_pixels"
    ),
    "more rows than it says": (
        lambda: png(300, 200, zeros(400 << 20)), "document.too_dark"
    ),
    "text": (lambda: b"Dear Sir or Madam", "camera.picture_not_a_picture"),
    "a program": (lambda: b"\x7fELF" + bytes(2000), "camera.picture_not_a_picture"),
    "HEIC": (
        lambda: b"\0\0\0\x18ftypheic\0\0\0\0mif1heic" + bytes(200), "camera.picture_heic"
    ),
    "AVIF": (lambda: b"\0\0\0\x1cftypavif\0\0\0\0mif1avif" + bytes(99), "camera.picture_heic"),
    "TIFF of absurd size": (
        lambda: tiff((256, 4, 1, HUGE), (257, 4, 1, HUGE), *GREY), "camera.picture_too_many_pixels"
    ),
    "TIFF of absurd counts": (
        lambda: tiff((256, 4, 1, 9), (257, 4, 1, 9), (258, 3, HUGE, 8), (273, 4, HUGE, 8)),
        "camera.picture_not_a_picture",
    ),
    "TIFF whose directory is itself": (
        lambda: b"II*\0\x08\0\0\0\0\0\x08\0\0\0", "camera.picture_not_a_picture"
    ),
    "PDF without pages": (lambda: pdf(pages="[]"), "outside.pdf_damaged"),
    "PDF that is its own page": (lambda: pdf(pages="[2 0 R]"), "outside.pdf_damaged"),
    "PDF of a mark only": (lambda: b"%PDF-1.7", "outside.pdf_damaged"),
    "locked PDF": (lambda: pdf().replace(b"/Root", LOCKED + b"/Root"), "outside.pdf_locked"),
    "blank PDF": (lambda: pdf(), "document.too_bright"),
    "PDF of a huge page": (lambda: pdf("[0 0 9e9 9e9]"), "document.too_bright"),
    "PDF of a line": (lambda: pdf("[0 0 14400 1]"), "document.not_found"),
    "animation without a document": (lambda: gif(500), "document.too_dark"),
}  # fmt: skip


@pytest.mark.parametrize("name", BAD)
def test_each_has_its_sentence(name: str, outside: Outside, tmp_path: Path) -> None:
    make, sentence = BAD[name]
    path = tmp_path / "given"
    path.write_bytes(make())
    with pytest.raises(SubjectError) as caught:
        outside.document(path)
    assert caught.value.message.id == sentence
    assert outside.pid is not None  # nothing of it was worth a worker


ODD = {
    "animated": lambda rgb: animated(rgb),
    "inks": lambda rgb: encoded(rgb, "cmyk.jpg"),
    "16 bits": lambda rgb: encoded(rgb, "deep.png"),
    "seen through": lambda rgb: encoded(rgb, "alpha.png"),
    "PDF": lambda rgb: encoded(rgb, "pdf"),
    "mirrored by EXIF": lambda rgb: mirrored(rgb),
}


def animated(rgb: Rgb) -> bytes:
    file = io.BytesIO()
    Image.fromarray(rgb).save(
        file, "WEBP", save_all=True, append_images=[Image.new("RGB", rgb.shape[1::-1])] * 3
    )
    return file.getvalue()


def mirrored(rgb: Rgb) -> bytes:
    exif, file = Image.Exif(), io.BytesIO()
    exif[0x0112] = 5
    turned = np.ascontiguousarray(rgb.transpose(1, 0, 2))
    Image.fromarray(turned).save(file, "JPEG", exif=exif, quality=90)
    return file.getvalue()


@pytest.mark.parametrize("name", ODD)
def test_odd_files_of_a_document_are_read(
    name: str, outside: Outside, front: Rgb, tmp_path: Path
) -> None:
    path = tmp_path / "given"
    path.write_bytes(ODD[name](front))
    reading = outside.document(path, today=TODAY)
    assert reading.fields["document_number"].untrusted_value == "D23145890"
    assert reading.front.picture.dtype == np.uint8 and reading.front.quad_xy.shape == (4, 2)


def test_a_pdfs_second_page_is_the_back_where_the_front_says_too_little(
    outside: Outside, tmp_path: Path
) -> None:
    made = card("TD1")
    assert made.back is not None
    pages = [Image.fromarray(side) for side in (made.front, made.back)]
    path = tmp_path / "card.pdf"
    pages[0].save(path, "PDF", save_all=True, append_images=pages[1:], resolution=300)
    reading = outside.document(path, today=TODAY)
    assert reading.mrz_format == "TD1"
    assert reading.back is not None
    blank = Image.new("RGB", pages[0].size, "white")
    pages[0].save(path, "PDF", save_all=True, append_images=[blank], resolution=300)
    assert outside.document(path, today=TODAY).needs_back


@pytest.mark.parametrize("kind", ["jpg", "png", "pdf", "gif", "webp", "tif"])
def test_a_file_cut_at_any_joint_is_a_sentence_or_a_picture(kind: str) -> None:
    rgb = np.random.default_rng(2).integers(256, size=(24, 32, 3), dtype=np.uint8)
    content = encoded(rgb, kind)
    marks = {
        "jpg": [b"\xff\xdb", b"\xff\xc0", b"\xff\xc4", b"\xff\xda", b"\xff\xd9"],
        "png": [b"IHDR", b"IDAT", b"IEND"],
        "pdf": [b"obj", b"stream", b"endstream", b"xref", b"trailer", b"startxref", b"%%EOF"],
    }.get(kind, [])
    joints = [content.find(mark, at) for mark in marks for at in (0, len(content) // 2)]
    cuts = {max(joint + after, 1) for joint in joints for after in (0, 1, 2, 4, 9)}
    for cut in sorted(cuts | set(range(1, len(content), max(1, len(content) // 60)))):
        try:
            (picture,) = decode(content[:cut], "cut")
        except SubjectError as error:
            assert error.message.id.split(".")[0] in ("camera", "outside")
        else:
            assert picture.dtype == np.uint8 and 0 < picture.size <= 3 * MOST_PIXELS
