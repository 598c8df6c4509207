"""The style sheet of surfaces, chips, tags and menus, generated from the tokens."""

from __future__ import annotations

from string import Template

from gui.look import FOCUS_ROOM, Look

_SHEET = Template("""
QMainWindow, QWidget#screen { background: $bg; border: 0; }
QScrollArea { background: transparent; border: 0; }
QFrame[surface="card"] { background: $surface; border: ${line}px solid $line_colour;
    border-radius: ${base}px; }
QFrame[surface="panel"] { background: $surface; border: 0;
    border-left: ${line}px solid $line_colour; }
QFrame[surface="sunken"] { background: $sunken; border: ${soft_edge}; border-radius: ${base}px; }
QFrame[surface="inside"] { background: $surface; border: 0; border-radius: ${base}px; }
QFrame[surface="rule"] { background: $line_colour; border: 0; }
QFrame[surface="notice"] { background: $attention_soft; border: ${soft_edge};
    border-radius: ${base}px; }
QFrame[tone="neutral"] { background: $surface; border: ${line}px solid $line_colour; }
QFrame[tone="done"] { background: $done_soft; border: ${soft_edge}; }
QFrame[tone="attention"] { background: $attention_soft; border: ${soft_edge}; }
QFrame[tone="stop"] { background: $stop_soft; border: ${soft_edge}; }
QFrame[tone="quiet"] { background: $sunken; border: ${soft_edge}; }
QFrame[tone="bare"] { background: transparent; border: none; }
QFrame[tone="plain"] { background: $surface; border: ${soft_edge}; }
QFrame[shape="chip"] { border-radius: ${pill}px; }
QFrame[shape="tag"] { border-radius: ${tag}px; }
QLineEdit { background: $surface; border: ${control}px solid $line_control;
    border-radius: ${base}px; padding: 0 ${x2}px; margin: ${focus_room}px; }
QLineEdit[wrong="true"] { border-color: $stop; }
QMenu { background: $surface; color: $text; border: ${control}px solid $line_control;
    padding: ${x1}px; font-family: $families; font-size: ${body}px; font-weight: 500; }
QMenu::item { min-height: ${touch}px; padding: 0 ${x3}px; border-radius: ${small}px; }
QMenu::item:selected { background: $accent_soft; }
QScrollBar:vertical { background: transparent; width: ${x2}px; margin: 0; }
QScrollBar::handle:vertical { background: $line_control; min-height: ${touch}px;
    border-radius: ${x05}px; margin: 0 ${x05}px; }
QScrollBar::add-line, QScrollBar::sub-line, QScrollBar::add-page, QScrollBar::sub-page
    { background: transparent; height: 0; }
""")


def style_sheet(look: Look) -> str:
    """QSS of the window in screen px."""
    tokens = look.theme.tokens
    colours = dict(look.theme.colours)
    colours["line_colour"] = colours.pop("line")
    # On high contrast the soft fills are white: an edge keeps the shape.
    edge = f"{look.size('line')}px solid {colours['line_control']}"
    return _SHEET.substitute(
        colours,
        line=look.size("line"),
        control=look.size("line_control"),
        focus_room=look.px(FOCUS_ROOM),
        touch=look.size("touch_min"),
        soft_edge=edge if look.theme.name == "high_contrast" else "0",
        families=", ".join(f'"{name}"' for name in tokens["font"]["families"]),
        body=look.text_px(tokens["type"]["body"]["size"]),
        **{name: look.px(value) for name, value in tokens["space"].items()},
        **{name: look.px(value) for name, value in tokens["radius"].items()},
    )
