"""The card that was just taken slides from the stage to its place on the next page."""

from __future__ import annotations

from PyQt5.QtCore import QPoint, QPropertyAnimation, QRect, Qt
from PyQt5.QtGui import QPixmap
from PyQt5.QtWidgets import QLabel, QWidget

from gui.pages.document import DocumentPage
from gui.strips import CardPicture


class CardFlight:
    """Begins where the card lay on the stage, in screen px."""

    def __init__(self, start: QRect, duration_ms: int) -> None:
        self._start = start
        self._duration_ms = duration_ms

    @classmethod
    def start_from(cls, page: DocumentPage) -> CardFlight | None:
        """None where no card was seen, or nothing may move."""
        polygon = page.stage.card_polygon()
        duration = page.look.ms("slow")
        if polygon is None or duration == 0 or not page.isVisible():
            return None
        box = polygon.boundingRect().translated(page.stage.area.topLeft()).toRect()
        corner = page.stage.mapToGlobal(box.topLeft())
        return cls(QRect(corner, box.size()), duration)

    def land_on(self, picture: CardPicture) -> None:
        """Fly a copy of `picture` from the start to where it stands."""
        window = picture.window()
        if window is None:
            return
        if (layout := window.layout()) is not None:
            layout.activate()
        flyer = _Flyer(window, picture.grab())
        end = QRect(picture.mapTo(window, QPoint(0, 0)), picture.size())
        start = QRect(window.mapFromGlobal(self._start.topLeft()), self._start.size())
        flyer.fly(start, end, self._duration_ms, picture)


class _Flyer(QLabel):
    """A picture on its way; it deletes itself."""

    def __init__(self, parent: QWidget, pixmap: QPixmap) -> None:
        super().__init__(parent)
        self.setPixmap(pixmap)
        self.setScaledContents(True)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)

    def fly(self, start: QRect, end: QRect, duration_ms: int, picture: CardPicture) -> None:
        """Ease out, then give way to the picture itself."""
        move = QPropertyAnimation(self, b"geometry", self)
        move.setDuration(duration_ms)
        move.setEasingCurve(picture.easing)
        move.setStartValue(start)
        move.setEndValue(end)
        move.finished.connect(self.deleteLater)
        self.setGeometry(start)
        self.show()
        move.start()
