"""Protocol buffers' wire format, as far as files of networks need it: fields, and what is in them.

protobuf.dev/programming-guides/encoding; no schema and no generated code.
"""

from __future__ import annotations

from collections.abc import Iterator

Value = memoryview | int


def fields(message: memoryview) -> Iterator[tuple[int, Value]]:
    """Number and value of each field in turn: an int for a varint, else its bytes.

    Raises ValueError (or IndexError, inside a varint) if the message is cut short or no message.
    """
    at = 0
    while at < len(message):
        key, at = _varint(message, at)
        kind = key & 7
        if kind == 0:
            number, at = _varint(message, at)
            yield key >> 3, number
            continue
        if kind == 2:
            size, at = _varint(message, at)
        elif kind in (1, 5):
            size = 8 if kind == 1 else 4
        else:
            raise ValueError("not a protocol buffer")
        if at + size > len(message):
            raise ValueError("a protocol buffer that is cut short")
        yield key >> 3, message[at : at + size]
        at += size


def number(value: Value) -> int:
    """A field that must be a varint. Raises ValueError."""
    if not isinstance(value, int):
        raise ValueError("bytes where a protocol buffer has a number")
    return value


def view(value: Value) -> memoryview:
    """A field that must be bytes. Raises ValueError."""
    if isinstance(value, int):
        raise ValueError("a number where a protocol buffer has bytes")
    return value


def _varint(message: memoryview, at: int) -> tuple[int, int]:
    value = shift = 0
    while True:
        byte = message[at]
        at += 1
        value |= (byte & 0x7F) << shift
        shift += 7
        if byte < 0x80:
            return value, at
