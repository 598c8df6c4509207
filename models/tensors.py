"""Named float32 arrays in one file, the same bytes for the same arrays everywhere.

The safetensors layout (github.com/huggingface/safetensors): an 8-byte length, a JSON header, then
the arrays little-endian one after the other. No code in it to run, and its hash can be pinned.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]


def to_bytes(arrays: Mapping[str, Floats]) -> bytes:
    """The file of these arrays, in order of their names."""
    header: dict[str, object] = {}
    parts: list[bytes] = []
    at = 0
    for name in sorted(arrays):
        data = np.ascontiguousarray(arrays[name], dtype="<f4").tobytes()
        shape = list(arrays[name].shape)
        header[name] = {"dtype": "F32", "shape": shape, "data_offsets": [at, at + len(data)]}
        parts.append(data)
        at += len(data)
    text = json.dumps(header, separators=(",", ":")).encode()
    text += b" " * (-len(text) % 8)
    return b"".join([len(text).to_bytes(8, "little"), text, *parts])


def read(path: Path) -> dict[str, Floats]:
    """The arrays of a file. Raises OSError, and ValueError where it is not such a file."""
    data = np.fromfile(path, dtype=np.uint8)
    start = 8 + int.from_bytes(data[:8].tobytes(), "little")
    arrays = {}
    try:
        for name, entry in json.loads(data[8:start].tobytes()).items():
            first, last = entry["data_offsets"]
            flat = data[start + first : start + last].view("<f4")
            arrays[name] = flat.reshape(entry["shape"])
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise ValueError(f"{path.name} is not a file of arrays") from error
    return arrays
