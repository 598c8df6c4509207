"""The teller's side of the window: the handle, the strip that comes out of it, a second screen."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from PyQt5.QtCore import QElapsedTimer, QObject, QPropertyAnimation, Qt, QTimer, pyqtSignal
from PyQt5.QtWidgets import QHBoxLayout, QWidget

from ekyc.pin import PinLock
from ekyc.session.view import Step, View
from gui.look import Look
from gui.teller.handle import Handle
from gui.teller.screen import Screen, TellerScreen, scale_on, second_screen
from gui.teller.strip import Access, TellerStrip

_READ_MS = 250


@dataclass(frozen=True)
class TellerSettings:
    """`lock` guards the strip. `screens` are asked for a second one where the bank has one for its
    staff; without it the strip comes out at the window's end."""

    lock: PinLock
    screens: Callable[[], Sequence[Screen]] | None = None


class TellerSide(QObject):
    """`folded` is emitted when the strip went away: the keyboard is the customer's again.
    `corrected` with a `Correction` that staff typed."""

    folded = pyqtSignal()
    corrected = pyqtSignal(object)

    def __init__(self, window: QWidget, settings: TellerSettings) -> None:
        super().__init__(window)
        self._window, self._settings = window, settings
        self._access: Access | None = None
        self.is_staged = False
        self._strip: TellerStrip | None = None
        self._handle: Handle | None = None
        self._view: View | None = None
        self._elapsed = QElapsedTimer()
        self._screen: TellerScreen | None = None
        self._slide: QPropertyAnimation | None = None
        self._soon = QTimer(self)  # figures that change with every picture cannot be read
        self._soon.setSingleShot(True)
        self._soon.setInterval(_READ_MS)
        self._soon.timeout.connect(self._show)
        self._second = QTimer(self)
        self._second.setInterval(1000)
        self._second.timeout.connect(self._show)

    # -- built with the window ---------------------------------------------------------------------

    def build(self, look: Look, whole: QWidget, across: QHBoxLayout) -> None:
        """Strip and handle anew, in the window's present look; the larger text is the person's."""
        self._look = replace(look, text_factor=1.0)
        self._across = across
        self._handle = Handle(self._look, whole)
        self._handle.clicked.connect(lambda: self.open(True))
        self._strip = None
        if self._access is not None:
            self._place_strip(self._look.size("teller_strip"))
        self._find_screen()
        self.place_handle()
        self._show()

    def place_handle(self) -> None:
        """At the window's end, half way down; over everything."""
        if self._handle is None:
            return
        self._handle.setVisible(self._access is None and self._screen is None)
        rtl = self._look.direction == Qt.LayoutDirection.RightToLeft
        x = 0 if rtl else self._window.width() - self._handle.width()
        self._handle.move(x, (self._window.height() - self._handle.height()) // 2)
        self._handle.raise_()

    # -- what is shown -----------------------------------------------------------------------------

    def show_view(self, view: View) -> None:
        """Draw what is known of the person by now."""
        before, self._view = self._view, view
        if before is not None and before.step is Step.WELCOME and view.step is not Step.WELCOME:
            self._elapsed.start()
        turned = before is None or before.step is not view.step
        if turned or view.outcome is not None:
            self._show()
        elif not self._soon.isActive():
            self._soon.start()

    def next_person(self) -> None:
        """Nobody sees the checks of another: fold the strip away and ask for the PIN again."""
        self._elapsed.invalidate()
        self.open(False)

    def _show(self) -> None:
        shown = [widget for widget in (self._strip, self._screen) if widget is not None]
        if not shown or self._view is None:
            self._second.stop()
            return
        elapsed_s = self._elapsed.elapsed() // 1000 if self._elapsed.isValid() else 0
        for widget in shown:
            widget.show_view(self._view, int(elapsed_s))
        if not self._second.isActive():
            self._second.start()

    # -- the strip ---------------------------------------------------------------------------------

    @property
    def has_keyboard(self) -> bool:
        """True while the teller types in the strip: a new page does not take the focus away."""
        focused = self._window.focusWidget()
        strip = self._strip
        return strip is not None and focused is not None and strip.isAncestorOf(focused)

    @property
    def screen(self) -> TellerScreen | None:
        """On the staff's display, where there is one."""
        return self._screen

    @property
    def strip(self) -> TellerStrip | None:
        """While it is out."""
        return self._strip

    def open(self, opened: bool) -> None:
        """Slide the strip in or out; the stage gives way."""
        if opened == (self._access is not None):
            return
        width = self._look.size("teller_strip")
        if opened:
            self._access = Access.FREE if self.is_staged else Access.ASKED
            self._place_strip(0)
            self._slide_to(width)
        else:
            self._access = None
            self._slide_to(0)
            self.folded.emit()
        self.place_handle()
        self._show()

    def _place_strip(self, width: int) -> None:
        self._take_strip_away()
        strip = self._strip = TellerStrip(
            self._look, self._settings.lock, self._access or Access.ASKED
        )
        strip.closed.connect(lambda: self.open(False))
        strip.opened.connect(self._unlock)
        strip.corrected.connect(self.corrected)
        strip.setFixedWidth(width)
        self._across.addWidget(strip)
        strip.show()

    def _unlock(self) -> None:
        self._access = Access.OPEN
        self._place_strip(self._look.size("teller_strip"))
        self._show()
        if self._strip is not None:
            self._strip.take_focus()

    def _slide_to(self, width: int) -> None:
        strip = self._strip
        if strip is None:
            return
        slide = self._slide = QPropertyAnimation(strip, b"maximumWidth", strip)
        strip.setMinimumWidth(0)
        slide.setDuration(self._look.ms("slow"))
        slide.setEasingCurve(self._look.easing)
        slide.setStartValue(strip.width())
        slide.setEndValue(width)
        slide.valueChanged.connect(lambda value: strip.setMinimumWidth(int(value)))
        slide.finished.connect(self._slid)
        slide.start()

    def _slid(self) -> None:
        if self._access is None:
            self._take_strip_away()
        elif self._strip is not None:
            self._strip.take_focus()

    def _take_strip_away(self) -> None:
        if self._strip is not None:
            self._across.removeWidget(self._strip)
            self._strip.hide()
            self._strip.deleteLater()
            self._strip = None

    # -- the second screen -------------------------------------------------------------------------

    def _find_screen(self) -> None:
        """Show the checks on the staff's screen, where there is one now."""
        if self._screen is not None:
            self._screen.close()
            self._screen.deleteLater()
            self._screen = None
        if self._settings.screens is None:
            return
        found = second_screen(self._settings.screens(), self._window.geometry())
        if found is not None:
            self._screen = TellerScreen(replace(self._look, scale=scale_on(found)), found)
            self._screen.show()

    def screens_changed(self) -> None:
        """One was plugged in or out."""
        self._find_screen()
        if self._screen is not None:
            self.open(False)
        self.place_handle()
        self._show()

    def close(self) -> None:
        """The window goes."""
        if self._screen is not None:
            self._screen.close()
