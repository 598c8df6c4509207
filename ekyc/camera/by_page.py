"""Two cameras as one: one for the person, one that looks at documents while one is asked for."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from ekyc.camera.source import FrameSource, SourceInfo
from ekyc.errors import KioskFault
from ekyc.values import Frame, Provenance

_WORST_FIRST = (
    Provenance.VIRTUAL,
    Provenance.SIMULATED,
    Provenance.RECORDED,
    Provenance.REMOTE,
    Provenance.LIVE,
)
DOCUMENT = ("document", "document_back")
"""What is asked for (`FrameSource.prompt`) while the second camera looks."""


class CameraByPage:
    """A `FrameSource` whose frames come from `person`, or from a document camera while a document
    is asked for: it is open then and at no other time.

    `provenance` is the worse of both. `open_document` is called once at the start, so that a
    camera that is missing is told at once, and anew for each document; it raises what `open_source`
    raises. `read` raises KioskFault also when another kind of camera has taken its place.
    """

    def __init__(self, person: FrameSource, open_document: Callable[[], FrameSource]) -> None:
        self._person, self._open_document = person, open_document
        self._document: FrameSource | None = None
        try:
            first = open_document()
        except BaseException:
            person.close()
            raise
        self._document_info, self._document_provenance = first.info, first.provenance
        first.close()
        self._wanted = ""
        self._closed = False
        self._index = 0
        self._last_s = float("-inf")

    @property
    def provenance(self) -> Provenance:
        """Of the two, the one that is worth less."""
        both = (self._person.provenance, self._document_provenance)
        return min(both, key=_WORST_FIRST.index)

    @property
    def info(self) -> SourceInfo:
        """That of the person's camera, with both names."""
        info = self._person.info
        return replace(info, name=f"{info.name} + {self._document_info.name}")

    def read(self) -> Frame | None:
        """The next frame of the camera that is asked for; None once closed, or at its end."""
        if self._closed:
            return None
        frame = self._source().read()
        if frame is None:
            return None
        self._index += 1
        self._last_s = max(frame.t_s, self._last_s + 1e-4)  # one clock, two cameras
        return Frame(frame.rgb, self._last_s, self._index - 1)

    def prompt(self, wanted: str) -> None:
        """Chooses the camera for the frames to come; both are told."""
        self._wanted = wanted
        self._person.prompt(wanted)
        if self._document is not None:
            self._document.prompt(wanted)

    def close(self) -> None:
        """Let go of both."""
        self._closed = True
        self._person.close()
        self._let_go()

    def _source(self) -> FrameSource:
        if self._wanted not in DOCUMENT:
            self._let_go()
            return self._person
        if self._document is None:
            opened = self._open_document()
            if opened.provenance is not self._document_provenance or self._closed:
                opened.close()
                raise KioskFault("camera.unplugged", name=self._document_info.name)
            opened.prompt(self._wanted)
            self._document = opened
        return self._document

    def _let_go(self) -> None:
        document, self._document = self._document, None
        if document is not None:
            document.close()
