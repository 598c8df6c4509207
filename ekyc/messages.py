"""Words travel as messages: an id and its values, turned into a sentence only at the edges."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from types import MappingProxyType
from typing import Union

from babel import Locale
from babel.messages.catalog import Catalog as PoCatalog
from babel.messages.pofile import read_po
from babel.numbers import format_decimal

from ekyc.paths import RESOURCES
from ekyc.untrusted import one_line

Param = Union[str, int, float, "Message"]
"""What a message may carry, another message too. Strings are said as plain text in one line."""

LOCALE_DIR = RESOURCES / "locale"


@dataclass(frozen=True)
class Message:
    """A sentence that has not been spoken yet.

    `id` names an entry of every catalogue (`resources/locale/<language>/*.po`); `params` fill its
    `{name}` places. An integer `n` chooses the plural form.

    >>> Message("hint.come_closer")
    Message(id='hint.come_closer', params=mappingproxy({}))
    """

    id: str
    params: Mapping[str, Param] = field(default_factory=dict)

    def __post_init__(self) -> None:
        object.__setattr__(self, "params", MappingProxyType(dict(self.params)))

    def __reduce__(self) -> tuple[type[Message], tuple[str, dict[str, Param]]]:
        return Message, (self.id, dict(self.params))


def languages() -> tuple[str, ...]:
    """Codes of the languages that have a catalogue, English first."""
    found = sorted(path.name for path in LOCALE_DIR.iterdir() if any(path.glob("*.po")))
    return tuple(sorted(found, key=lambda code: code != "en"))


class Catalogue:
    """Every sentence of one language: the `.po` files of its folder, read as one.

    An id that the language lacks falls back to English, and one that English lacks is shown as
    itself; a test holds that neither happens for any id in the code.
    """

    def __init__(self, language: str, folder: Path = LOCALE_DIR) -> None:
        """Read `folder/<language>/*.po`; raises FileNotFoundError if there are none."""
        self.language = language
        self._folder = folder
        self._parts = [_read(path, language) for path in sorted((folder / language).glob("*.po"))]
        if not self._parts:
            raise FileNotFoundError(f"no catalogue for {language!r} in {folder}")

    @cached_property
    def locale(self) -> Locale:
        """For dates and numbers as this language writes them."""
        return Locale.parse(self.language)

    @cached_property
    def _english(self) -> Catalogue | None:
        return Catalogue("en", self._folder) if self.language != "en" else None

    @property
    def ids(self) -> frozenset[str]:
        """Ids that this language can say."""
        return frozenset(_id(m.id) for part in self._parts for m in part if m.id and m.string)

    def template(self, message_id: str, n: int | None = None) -> str | None:
        """The sentence with its `{places}` unfilled, or None if this language lacks it."""
        for part in self._parts:
            entry = part.get(message_id)
            if entry is None or not entry.string:
                continue
            if isinstance(entry.string, str):
                return entry.string
            return str(entry.string[_plural_index(part, 1 if n is None else n)])
        return None

    def text(self, message: Message) -> str:
        """The finished sentence.

        >>> Catalogue("en").text(Message("outcome.APPROVED"))
        'Approved'
        """
        n = message.params.get("n")
        template = self.template(message.id, n if isinstance(n, int) else None)
        if template is None:
            return self._english.text(message) if self._english else message.id
        return template.format(**{name: self._said(v) for name, v in message.params.items()})

    def _said(self, value: Param) -> str | int:
        """A value as this language writes it: 2.6 is "2,6" in French."""
        if isinstance(value, Message):
            return self.text(value)
        if isinstance(value, float):
            return str(format_decimal(value, locale=self.locale))
        return one_line(value) if isinstance(value, str) else value


def _id(value: str | list[str] | tuple[str, ...]) -> str:
    return value if isinstance(value, str) else value[0]


def _read(path: Path, language: str) -> PoCatalog:
    with path.open("rb") as file:
        return read_po(file, locale=language)


def _plural_index(part: PoCatalog, n: int) -> int:
    locale = part.locale
    one = locale is None or (n in (0, 1) if locale.language == "fr" else n == 1)
    return 0 if one else 1
