"""The pictogram in the window: it loops the asked movement inside the arc of time left."""

from __future__ import annotations

import time
from collections.abc import Callable

from PyQt5.QtCore import QPointF, QRectF, QSize, Qt, QTimer
from PyQt5.QtGui import QFont, QHideEvent, QPainter, QPaintEvent, QPen, QShowEvent
from PyQt5.QtWidgets import QWidget

from gui.icons import paint_icon
from gui.pictogram.motion import Motion, pose_at
from gui.pictogram.painting import DISC_RADIUS, PictogramColors, paint_face
from gui.pictogram.pose import MOVEMENTS, REST, Movement, PictogramPose

_ARC_RADIUS, _ARC_WIDTH = 128.0, 6.0
_REACH = _ARC_RADIUS + _ARC_WIDTH / 2 + 1
_TICK = 112.0
_BADGE_AT, _BADGE_RADIUS, _BADGE_TEXT_PX = 70.0, 24.0, 22.0
_FRAME_MS = 33


class Pictogram(QWidget):
    """Shows one movement; the owner gives it its accessible name.

    Lengths are logical px times `scale`. It is a mirror in every language: the person's own left is
    the screen's left.
    """

    def __init__(
        self,
        colors: PictogramColors,
        motion: Motion,
        scale: float = 1.0,
        parent: QWidget | None = None,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        super().__init__(parent)
        self._colors = colors
        self._motion = motion
        self._scale = scale
        self._clock = clock
        self._challenge: str | None = None
        self._pose = REST
        self._started_s = 0.0
        self._left: float | None = None
        self._last_seconds = False
        self._done = False
        self._timer = QTimer(self)
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.setInterval(_FRAME_MS)
        self._timer.timeout.connect(self._advance)
        self.setFixedSize(self.sizeHint())

    def play(self, challenge: str) -> None:
        """Loop a challenge's movement from rest; KeyError for a name that is none."""
        movement = MOVEMENTS[challenge]
        self._challenge, self._done = challenge, False
        self._started_s = self._clock()
        self._set_running(movement.pose != REST)
        self.pose = REST
        self.update()

    def stop(self) -> None:
        """Rest, with nothing moving."""
        self._challenge, self._done = None, False
        self._set_running(False)
        self.pose = REST
        self.update()

    def show_done(self) -> None:
        """The tick in place of the face, until the next `play` or `stop`."""
        self.stop()
        self._done = True

    def set_time_left(self, fraction: float | None, last_seconds: bool = False) -> None:
        """The arc of time left, 0..1; None hides it."""
        if (fraction, last_seconds) != (self._left, self._last_seconds):
            self._left, self._last_seconds = fraction, last_seconds
            self.update()

    @property
    def pose(self) -> PictogramPose:
        """What the face does now."""
        return self._pose

    @pose.setter
    def pose(self, pose: PictogramPose) -> None:
        if pose != self._pose:
            self._pose = pose
            self.update()

    @property
    def scale(self) -> float:
        """Screen px of one logical px."""
        return self._scale

    @scale.setter
    def scale(self, scale: float) -> None:
        self._scale = scale
        self.setFixedSize(self.sizeHint())
        self.update()

    def sizeHint(self) -> QSize:  # noqa: N802
        """The arc's square: 264 px at scale 1."""
        side = round(2 * _REACH * self._scale)
        return QSize(side, side)

    def showEvent(self, event: QShowEvent | None) -> None:  # noqa: N802
        """Go on where the loop would be."""
        super().showEvent(event)
        self._set_running(self._moves)

    def hideEvent(self, event: QHideEvent | None) -> None:  # noqa: N802
        """Nothing is animated that is not seen."""
        super().hideEvent(event)
        self._timer.stop()

    def paintEvent(self, event: QPaintEvent | None) -> None:  # noqa: ARG002, N802
        """Face or tick, badge, arc."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        centre = QPointF(self.width() / 2, self.height() / 2)
        if self._done:
            self._paint_done(painter, centre)
            return
        movement = self._movement
        paint_face(
            painter,
            centre,
            self._scale,
            self._pose,
            self._colors,
            movement.moving,
            movement.arrows,
        )
        painter.translate(centre)
        painter.scale(self._scale, self._scale)
        if movement.times > 1:
            self._paint_badge(painter, movement.times)
        if self._left is not None:
            self._paint_arc(painter, self._left)

    @property
    def _movement(self) -> Movement:
        return MOVEMENTS[self._challenge or "hold_still"]

    @property
    def _moves(self) -> bool:
        return self._movement.pose != REST

    def _set_running(self, moves: bool) -> None:
        if moves and self.isVisible():
            self._timer.start()
        else:
            self._timer.stop()

    def _advance(self) -> None:
        if self._challenge is not None:
            elapsed_ms = (self._clock() - self._started_s) * 1000
            self.pose = pose_at(self._challenge, elapsed_ms, self._motion)

    def _paint_badge(self, painter: QPainter, times: int) -> None:
        box = QRectF(0, 0, 2 * _BADGE_RADIUS, 2 * _BADGE_RADIUS)
        box.moveCenter(QPointF(_BADGE_AT, _BADGE_AT))
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self._colors.move)
        painter.drawEllipse(box)
        font = QFont(self.font())
        font.setPixelSize(round(_BADGE_TEXT_PX))
        font.setWeight(QFont.Weight.DemiBold)
        painter.setFont(font)
        painter.setPen(self._colors.skin)
        painter.drawText(box, int(Qt.AlignmentFlag.AlignCenter), f"{times}\N{MULTIPLICATION SIGN}")

    def _paint_arc(self, painter: QPainter, left: float) -> None:
        ring = QRectF(-_ARC_RADIUS, -_ARC_RADIUS, 2 * _ARC_RADIUS, 2 * _ARC_RADIUS)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(self._colors.track, _ARC_WIDTH))
        painter.drawEllipse(ring)
        color = self._colors.last_seconds if self._last_seconds else self._colors.time
        painter.setPen(QPen(color, _ARC_WIDTH, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap))
        if left > 0:
            painter.drawArc(ring, 90 * 16, round(min(left, 1.0) * 360 * 16))

    def _paint_done(self, painter: QPainter, centre: QPointF) -> None:
        painter.translate(centre)
        painter.scale(self._scale, self._scale)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self._colors.done_soft)
        painter.drawEllipse(QPointF(0, 0), DISC_RADIUS, DISC_RADIUS)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(self._colors.done, _ARC_WIDTH))
        painter.drawEllipse(QPointF(0, 0), _ARC_RADIUS, _ARC_RADIUS)
        box = QRectF(-_TICK / 2, -_TICK / 2, _TICK, _TICK)
        paint_icon(painter, "check", box, self._colors.done)
