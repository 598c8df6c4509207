"""Every sentence that the code can say is there, in every language, with the same places."""

from __future__ import annotations

import ast
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from string import Formatter

import pytest
from babel.messages.catalog import Message as PoEntry
from babel.messages.pofile import read_po

from ekyc.messages import LOCALE_DIR, Catalogue, Message, languages

ROOT = Path(__file__).resolve().parent.parent
SPEAKERS = {"Message", "SubjectError", "KioskFault"}
ID = re.compile(r"[a-z_]+(\.[A-Za-z0-9_]+)+")
FILE = re.compile(r".*\.(py|png|jpg|svg|po|json|toml|csv|onnx|xml|bin|pb|dat|ttf|txt|qss|spec|mp4)")


@dataclass(frozen=True)
class Spoken:
    """An id in the code; `pattern` also fits the ids of an f-string. `given`: its values' names."""

    where: str
    pattern: str
    given: frozenset[str] | None = None


def ids_of(node: ast.expr) -> Iterator[str]:
    """Patterns of the ids that an expression can become, as far as they are literal."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        yield re.escape(node.value)
    elif isinstance(node, ast.IfExp):
        yield from ids_of(node.body)
        yield from ids_of(node.orelse)
    elif isinstance(node, ast.JoinedStr):
        parts = (
            re.escape(str(part.value)) if isinstance(part, ast.Constant) else r"\w+"
            for part in node.values
        )
        yield "".join(parts)


def values_of(call: ast.Call) -> frozenset[str] | None:
    """Names of the values that a call gives to its message; None where they cannot be read."""
    if isinstance(call.func, ast.Name) and call.func.id == "Message":
        given = call.args[1] if len(call.args) > 1 else ast.Dict(keys=[], values=[])
        if not isinstance(given, ast.Dict):
            return None
        keys = [key.value if isinstance(key, ast.Constant) else None for key in given.keys]
    else:
        keys = [keyword.arg for keyword in call.keywords]
    return None if None in keys else frozenset(str(key) for key in keys)


def spoken_in(where: str, source: str) -> Iterator[Spoken]:
    """What the calls of `SPEAKERS` say, and every other literal, to be held against their areas."""
    called: set[ast.AST] = set()
    tree = ast.parse(source)
    for node in ast.walk(tree):
        name = getattr(getattr(node, "func", None), "id", None)
        if isinstance(node, ast.Call) and name in SPEAKERS and node.args:
            called.update(ast.walk(node.args[0]))
            for pattern in ids_of(node.args[0]):
                yield Spoken(f"{where}:{node.lineno}", pattern, values_of(node))
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and node not in called:
            text = node.value
            if ID.fullmatch(text) and not FILE.fullmatch(text):
                yield Spoken(f"{where}:{node.lineno}", re.escape(text))


def spoken() -> list[Spoken]:
    """Everything that the product says; literals outside a call only where their area exists."""
    paths = [path for floor in ("ekyc", "gui") for path in sorted((ROOT / floor).rglob("*.py"))]
    paths += ROOT.glob("main.py")
    found = [
        one
        for path in paths
        for one in spoken_in(path.relative_to(ROOT).as_posix(), path.read_text("utf-8"))
    ]
    areas = {area(identity) for identity in Catalogue("en").ids}
    return [one for one in found if one.given is not None or area(one.pattern) in areas]


def area(identity: str) -> str:
    """The first word of an id or of its pattern."""
    return re.split(r"\\?\.", identity)[0]


def entries(language: str) -> list[PoEntry]:
    """Every entry of a language, its header left out."""
    found = []
    for path in sorted((LOCALE_DIR / language).glob("*.po")):
        with path.open("rb") as file:
            found += [entry for entry in read_po(file, locale=language) if entry.id]
    return found


def identity(entry: PoEntry) -> str:
    """The id of an entry; a plural one has two equal ones."""
    return entry.id if isinstance(entry.id, str) else str(entry.id[0])


def forms(entry: PoEntry) -> tuple[str, ...]:
    """Its sentences: one, or one for each plural form."""
    return (entry.string,) if isinstance(entry.string, str) else tuple(entry.string or ())


def asked_by(entry: PoEntry) -> frozenset[str]:
    """Names between the braces of its sentences."""
    parts = (part for form in forms(entry) for part in Formatter().parse(form))
    return frozenset(name for _, name, _, _ in parts if name is not None)


def test_every_id_in_the_code_has_a_sentence() -> None:
    known = Catalogue("en").ids
    silent = [
        f"{one.where} {one.pattern}"
        for one in spoken()
        if not any(re.fullmatch(one.pattern, identity) for identity in known)
    ]
    assert not silent


def test_every_sentence_gets_its_values() -> None:
    asked = {identity(entry): asked_by(entry) for entry in entries("en")}
    lacking = [
        f"{one.where} {message_id} lacks {sorted(wanted - one.given)}"
        for one in spoken()
        if one.given is not None
        for message_id, wanted in asked.items()
        if re.fullmatch(one.pattern, message_id) and not wanted <= one.given
    ]
    assert not lacking


@pytest.mark.parametrize("language", languages())
def test_a_language_says_all_of_english_and_no_more(language: str) -> None:
    assert Catalogue(language).ids == Catalogue("en").ids


@pytest.mark.parametrize("language", languages())
def test_no_id_twice(language: str) -> None:
    texts = [path.read_text("utf-8") for path in (LOCALE_DIR / language).glob("*.po")]
    counted = Counter(re.findall(r'^msgid "(.+)"$', "\n".join(texts), re.MULTILINE))
    assert [name for name, times in counted.items() if times > 1] == []


@pytest.mark.parametrize("language", languages())
def test_every_sentence_is_finished_and_formats(language: str) -> None:
    english = {identity(entry): entry for entry in entries("en")}
    for entry in entries(language):
        name = identity(entry)
        wanted = asked_by(english[name])
        assert not entry.fuzzy, name
        assert all(forms(entry)), f"{name} lacks a form"
        assert asked_by(entry) == wanted, name
        assert "" not in wanted, f"{name} has a place without a name"
        for form in forms(entry):
            assert form.format(**dict.fromkeys(wanted, 1)), name


def test_the_reader_of_the_code_sees_what_is_said() -> None:
    source = (
        'Message("a.b" if x else "a.c", {"n": 1})\nKioskFault(f"fault.{x}", file=1)\ny = "a.d"\n'
    )
    assert list(spoken_in("m.py", source)) == [
        Spoken("m.py:1", r"a\.b", frozenset({"n"})),
        Spoken("m.py:1", r"a\.c", frozenset({"n"})),
        Spoken("m.py:2", r"fault\.\w+", frozenset({"file"})),
        Spoken("m.py:3", r"a\.d"),
    ]


@pytest.mark.parametrize(("language", "said"), [("en", "2.6 s"), ("fr", "2,6 s")])
def test_numbers_are_written_as_the_language_does(language: str, said: str) -> None:
    assert Catalogue(language).text(Message("window.seconds", {"seconds": 2.6})) == said
    whole = Catalogue(language).text(Message("window.seconds", {"seconds": 3.0}))
    assert whole == said.replace("2.6", "3").replace("2,6", "3")
