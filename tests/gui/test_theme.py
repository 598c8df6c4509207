"""Colours stand in one file, in pairs that can be told apart, in every palette."""

from __future__ import annotations

import re

import pytest

from ekyc.paths import ROOT
from gui.look import Look
from gui.qss import style_sheet
from gui.theme import THEMES, contrast, load_theme

LITERAL = re.compile(
    r"#[0-9A-Fa-f]{3,8}\b|QColor\(\s*\d|\brgba?\(|\bhsla?\(|GlobalColor\.(?!transparent)"
)


@pytest.mark.parametrize("name", THEMES)
def test_every_pair_keeps_its_contrast(name: str) -> None:
    theme = load_theme(name)
    low = {
        (front, back): round(contrast(theme.colours[front], theme.colours[back]), 2)
        for front, back, least in theme.pairs
        if contrast(theme.colours[front], theme.colours[back]) < least
    }
    assert theme.pairs
    assert not low


def test_contrast_is_that_of_wcag() -> None:
    assert contrast("#000000", "#FFFFFF") == pytest.approx(21.0)
    assert contrast("#767676", "#FFFFFF") == pytest.approx(4.54, abs=0.01)


def test_palettes_have_the_same_colours() -> None:
    keys = [set(load_theme(name).colours) for name in THEMES]
    assert keys[0] == keys[1] == keys[2]


def test_no_colour_is_written_outside_the_theme() -> None:
    found = [
        f"{path.relative_to(ROOT)}:{number}: {line.strip()}"
        for path in sorted((ROOT / "gui").rglob("*.py"))
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
        if LITERAL.search(line)
    ]
    assert not found


def test_the_search_for_colours_finds_them() -> None:
    for line in ('x = "#0B5F63"', "QColor(1, 2, 3)", "color: rgba(0,0,0,1)", "GlobalColor.white"):
        assert LITERAL.search(line)
    assert not LITERAL.search("Qt.GlobalColor.transparent")


@pytest.mark.parametrize("name", THEMES)
def test_the_style_sheet_is_made_of_the_palette(look: Look, name: str) -> None:
    theme = load_theme(name)
    sheet = style_sheet(Look(theme, look.catalogue, scale=2.0))
    used = set(re.findall(r"#[0-9A-Fa-f]{6}", sheet))
    assert used <= set(theme.colours.values())
    assert theme.colours["surface"] in used
    assert "border-radius: 24px" in sheet  # base, 12 px at scale 2


def test_every_token_that_is_asked_for_is_there() -> None:
    tokens = load_theme("light").tokens
    asked = {
        ("size" if call == "size" else "radius" if call == "radius" else "duration", name)
        for path in (ROOT / "gui").rglob("*.py")
        for call, name in re.findall(
            r"look\.(size|radius|ms)\(\"(\w+)\"\)", path.read_text(encoding="utf-8")
        )
    }
    assert asked
    assert not {(table, name) for table, name in asked if name not in tokens[table]}
