"""The window: header, page, footer, and the teller's strip; it turns views into pages."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from functools import cache

from PyQt5.QtCore import Qt, QTimer, pyqtSignal
from PyQt5.QtGui import QCloseEvent, QKeyEvent, QPaintEvent, QResizeEvent
from PyQt5.QtWidgets import QHBoxLayout, QMainWindow, QSizePolicy, QVBoxLayout, QWidget

from ekyc.messages import Catalogue, Message, languages
from ekyc.session.commands import Cancel, Command, Correct, Covered
from ekyc.session.view import Step, View
from ekyc.values import Frame
from gui.closing import Closing
from gui.controller import Bridge, Controller
from gui.dates import language_name
from gui.flight import CardFlight
from gui.header import Header
from gui.host import Preferences
from gui.idle import Idle
from gui.look import BASE_HEIGHT, BASE_WIDTH, Look
from gui.pages.choice import page_for, task_of
from gui.pages.confirm import ConfirmPage
from gui.pages.document import DocumentPage
from gui.pages.page import Page
from gui.pages.start_up import RefusalPage, WaitingPage
from gui.pages.text import TextPage
from gui.pieces import put_in_the_middle
from gui.qss import style_sheet
from gui.teller.side import TellerSettings, TellerSide
from gui.theme import load_theme

_SETTLE_MS = 60
"""A window that is being resized is built anew when it comes to rest."""


_catalogue = cache(Catalogue)
"""A language is read once; the window is built anew often."""


@dataclass(frozen=True)
class WindowSettings:
    """What the bank sets: whose kiosk it is, how it starts for each person, and how staff look on,
    if they do."""

    bank: str
    preferences: Preferences = field(default_factory=Preferences)
    teller: TellerSettings | None = None


class KioskWindow(QMainWindow):
    """Shows the newest view of a controller; without one it waits.

    `source_chosen` is emitted with "camera" or "simulated" where there is no session yet, `seen`
    when it is painted for the first time.
    """

    source_chosen = pyqtSignal(str)
    seen = pyqtSignal()

    def __init__(self, settings: WindowSettings, controller: Controller | None = None) -> None:
        super().__init__()
        self._settings = settings
        self._preferences = settings.preferences
        self._controller: Controller | None = None
        self._bridge: Bridge | None = None
        self._view: View | None = None
        self._refusal: Message | None = None
        self._over: TextPage | None = None
        self._is_seen = False
        self._teller: TellerSide | None = None
        if settings.teller is not None:
            self._teller = TellerSide(self, settings.teller)
            self._teller.folded.connect(self._focus_title)
            self._teller.corrected.connect(lambda one: self.send(Correct(one)))
        self._closing = Closing(self)
        self._closing.over.connect(lambda: self.send(Cancel()))
        self._idle = Idle(self)
        self._idle.passed.connect(self.close_over)
        self.setWindowTitle(settings.bank)
        self._settle = QTimer(self)
        self._settle.setSingleShot(True)
        self._settle.timeout.connect(self._build)
        self.resize(BASE_WIDTH, BASE_HEIGHT)
        self._build()
        if controller is not None:
            self.set_controller(controller)

    # -- what the pages ask (gui.host.Host) -------------------------------------------------------

    @property
    def closing(self) -> Closing:
        """How long the result is still shown, whatever lies over it."""
        return self._closing

    @property
    def preferences(self) -> Preferences:
        """What the person chose."""
        return self._preferences

    def prefer(self, preferences: Preferences) -> None:
        """Build everything anew with other preferences; the focus stays where it was."""
        focused = self.focusWidget()
        name = focused.objectName() if focused is not None else ""
        self._preferences = preferences
        self._build()
        again = self._page.findChild(QWidget, name) if name else None
        if again is not None:
            again.setFocus(Qt.FocusReason.OtherFocusReason)

    def languages(self) -> tuple[tuple[str, str], ...]:
        """Those that have a catalogue."""
        return tuple((code, language_name(code)) for code in languages())

    def choose_language(self, code: str) -> None:
        """Speak it at once."""
        self.prefer(replace(self._preferences, language=code))

    def send(self, command: Command) -> None:
        """Hand a command to the session."""
        if self._controller is not None:
            self._controller.send(command)

    def newest_frame(self) -> Frame | None:
        """The newest camera picture."""
        return self._controller.newest_frame() if self._controller is not None else None

    def show_help(self) -> None:
        """Help, over whatever is shown."""
        look = self.look
        text = look.text(Message("window.help_text")).split("\n\n")
        title = look.text(Message("window.help_title"))
        self.show_over(TextPage(look, self, title, tuple(text)))

    def show_over(self, page: TextPage) -> None:
        """Lay `page` over the present one until something else is to be done, or nobody reads."""
        self._over = page
        self.send(Covered(covered=True))
        self._place(page)
        self._idle.start(page.shown_ms)

    def close_over(self) -> None:
        """Back to what the view asks for."""
        if self._over is not None:
            self._show_page()

    # -- what the kiosk shows ---------------------------------------------------------------------

    @property
    def page(self) -> Page:
        """The page that is seen."""
        return self._page

    def set_controller(self, controller: Controller) -> None:
        """Show the session of `controller` from now on."""
        if self._bridge is not None:
            self._bridge.close()
        self._controller, self._refusal = controller, None
        if self._teller is not None:
            self._teller.is_staged = controller.is_staged
        self._bridge = Bridge(controller)
        self._bridge.view_changed.connect(self.show_view)
        self.show_view(controller.view)

    def stop(self) -> None:
        """The window goes: end the session."""
        if self._bridge is not None:
            self._bridge.close()
        if self._controller is not None:
            self._controller.stop()

    def show_refusal(self, reason: Message) -> None:
        """Say why there is no session, and what can be done."""
        self._refusal = reason
        self._show_page()

    def show_waiting(self) -> None:
        """Say that the kiosk is getting ready."""
        self._refusal = None
        self._show_page()

    def show_view(self, view: View) -> None:
        """Draw `view`; a page of another step replaces the present one."""
        before, self._view = self._view, view
        if view.step is not Step.RESULT:
            self._closing.stop()
        elif before is None or before.step is not Step.RESULT:
            self._closing.start(self.look.ms("result_close"))
        if view.step is Step.WELCOME and before is not None and before.step is Step.RESULT:
            self._next_person()
            return
        if self._teller is not None:
            self._teller.show_view(view)
        turned = before is None or page_for(before) is not page_for(view)
        waits = self._over is not None and before is not None and task_of(before) != task_of(view)
        if turned or waits:
            self._show_page()
        elif self._over is None:
            self._page.show_view(view)

    def _next_person(self) -> None:
        self._preferences = self._settings.preferences
        if self._teller is not None:
            self._teller.next_person()
        self._build()

    # -- how it is built --------------------------------------------------------------------------

    def _make_look(self) -> Look:
        chosen = self._preferences
        name = "high_contrast" if chosen.high_contrast else chosen.theme
        scale = min(self.width() / BASE_WIDTH, self.height() / BASE_HEIGHT)
        return Look(
            load_theme(name),
            _catalogue(chosen.language),
            scale=max(0.5, scale),
            text_factor=2.0 if chosen.larger_text else 1.0,
            reduced_motion=chosen.reduced_motion,
        )

    def _build(self) -> None:
        """Everything that is seen, from the present look."""
        self.look = look = self._make_look()
        if (before := self.takeCentralWidget()) is not None:
            before.hide()
            before.deleteLater()  # not styled anew first
        sheet = style_sheet(look)
        if sheet != self.styleSheet():
            self.setStyleSheet(sheet)
        self.setLayoutDirection(look.direction)
        whole = QWidget()
        across = QHBoxLayout(whole)
        across.setContentsMargins(0, 0, 0, 0)
        across.setSpacing(0)
        frame = QWidget()
        frame.setMaximumWidth(look.px(BASE_WIDTH))
        frame.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self._frame = QVBoxLayout(frame)
        self._frame.setContentsMargins(0, 0, 0, 0)
        self._frame.setSpacing(0)
        middle = QHBoxLayout()
        put_in_the_middle(middle, frame)
        across.addLayout(middle, 1)
        self._header: Header | None = None
        self._page: Page = WaitingPage(look, self)
        self.setCentralWidget(whole)
        self._show_page()
        if self._teller is not None:
            self._teller.build(look, whole, across)

    def _show_page(self) -> None:
        if self._over is not None:
            self.send(Covered(covered=False))
        self._over = None
        self._idle.stop()
        before = self._page
        if self._refusal is not None:
            page: Page = RefusalPage(self.look, self, self._refusal)
            page.chosen.connect(self.source_chosen)
        elif self._view is None:
            page = WaitingPage(self.look, self)
        else:
            page = page_for(self._view)(self.look, self)
            page.show_view(self._view)
        flight = CardFlight.start_from(before) if isinstance(before, DocumentPage) else None
        self._place(page)
        if flight is not None and isinstance(page, ConfirmPage) and page.pictures:
            flight.land_on(page.pictures[0])

    def _place(self, page: Page) -> None:
        """Put `page` and its header into the window."""
        old_header, old_page = self._header, self._page
        step = (page.step_number, page.step_name()) if page.step_number else None
        self._header = Header(self.look, self, self._settings.bank, step)
        self._page = page
        for old in (old_header, old_page):
            if old is not None:
                self._frame.removeWidget(old)
                old.hide()
                old.deleteLater()
        self._frame.addWidget(self._header)
        self._frame.addWidget(page, 1)
        for widget in (self._header, page):
            widget.show()
        if not (self._teller and self._teller.has_keyboard):
            self._focus_title()

    def _focus_title(self) -> None:
        if self._page.title is not None:
            self._page.title.setFocus(Qt.FocusReason.OtherFocusReason)

    @property
    def is_at_rest(self) -> bool:
        """True once it is seen and built for its size."""
        handle = self.windowHandle()
        return handle is not None and handle.isExposed() and not self._settle.isActive()

    @property
    def teller(self) -> TellerSide | None:
        """The teller's side, where staff look on."""
        return self._teller

    # -- what Qt tells ----------------------------------------------------------------------------

    def resizeEvent(self, event: QResizeEvent | None) -> None:  # noqa: N802
        """Scale with the window, once it rests."""
        super().resizeEvent(event)
        if self._teller is not None:
            self._teller.place_handle()
        self._settle.start(_SETTLE_MS)

    def paintEvent(self, event: QPaintEvent | None) -> None:  # noqa: N802
        """The ground under everything."""
        super().paintEvent(event)
        if not self._is_seen:
            self._is_seen = True
            self.seen.emit()

    def closeEvent(self, event: QCloseEvent | None) -> None:  # noqa: N802
        """The staff's screen goes with it."""
        if self._teller is not None:
            self._teller.close()
        super().closeEvent(event)

    def keyPressEvent(self, event: QKeyEvent | None) -> None:  # noqa: N802
        """Enter presses the filled button, Escape is Back, then Cancel."""
        if event is None:
            return
        page = self._page
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and page.primary is not None:
            page.primary.click()
        elif event.key() == Qt.Key.Key_Escape:
            button = page.back or page.cancel
            if button is not None:
                button.click()
        else:
            super().keyPressEvent(event)
