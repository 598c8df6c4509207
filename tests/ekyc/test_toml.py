from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import given
from hypothesis import strategies as st

from ekyc.toml import load_toml, toml_string


@given(st.text())
def test_a_string_is_read_back_as_it_was(text: str) -> None:
    with TemporaryDirectory() as folder:
        path = Path(folder) / "file.toml"
        path.write_bytes(f"name = {toml_string(text)}\n".encode())
        assert load_toml(path) == {"name": text}


def test_half_a_character_is_written_as_a_question_mark() -> None:
    assert toml_string('a\udcff"b\\') == '"a?\\"b\\\\"'
