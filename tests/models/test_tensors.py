from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import array_shapes, arrays

from models.tensors import read, to_bytes

NAMED = st.dictionaries(
    st.text(min_size=1, max_size=8),
    arrays(np.float32, array_shapes(min_dims=0, max_dims=3, max_side=4)),
    max_size=5,
)


@given(named=NAMED)
def test_what_is_written_is_read(named: dict[str, np.ndarray], tmp_path_factory) -> None:  # type: ignore[no-untyped-def]
    path: Path = tmp_path_factory.mktemp("tensors") / "file"
    path.write_bytes(to_bytes(named))
    back = read(path)
    assert back.keys() == named.keys()
    for name, array in named.items():
        np.testing.assert_array_equal(back[name], array)


def test_the_order_of_the_arrays_does_not_change_the_bytes() -> None:
    a, b = np.ones(3, np.float32), np.zeros((2, 2), np.float32)
    assert to_bytes({"a": a, "b": b}) == to_bytes({"b": b, "a": a})


EMPTY_LIST = b"\x02" + bytes(7) + b"[]"


@pytest.mark.parametrize("data", [b"", b"\xff" * 8, EMPTY_LIST, b"\x05" + bytes(40)])
def test_what_is_no_such_file_is_told(data: bytes, tmp_path: Path) -> None:
    path = tmp_path / "file"
    path.write_bytes(data)
    with pytest.raises(ValueError, match="not a file of arrays"):
        read(path)
