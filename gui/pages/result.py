"""The result: one word, one sentence, what was checked, a number, what happens next."""

from __future__ import annotations

from dataclasses import dataclass

from PyQt5.QtWidgets import QFrame, QVBoxLayout

from ekyc.messages import Message
from ekyc.session.commands import Cancel
from ekyc.session.view import View
from ekyc.values import Outcome, Status
from gui.button import Button, Kind
from gui.findings import Finding, findings
from gui.host import Host
from gui.look import Look
from gui.pages.page import Page, Title
from gui.pieces import Icon, clear, column, give, row, rule, side_by_side, surface
from gui.rings import Countdown
from gui.words import Words


@dataclass(frozen=True)
class Wording:
    """How an outcome is told."""

    tone: str
    icon: str
    word: Message
    sentence: Message
    next: Message


_WORDING = {
    Outcome.APPROVED: Wording(
        "done",
        "check_circle",
        Message("window.approved"),
        Message("window.approved_text"),
        Message("window.approved_next"),
    ),
    Outcome.REJECTED: Wording(
        "stop",
        "stop_octagon",
        Message("window.rejected"),
        Message("window.rejected_text"),
        Message("window.rejected_next"),
    ),
    Outcome.REVIEW: Wording(
        "attention",
        "people",
        Message("window.review"),
        Message("window.review_text"),
        Message("window.review_next"),
    ),
    Outcome.CANCELLED: Wording(
        "text_muted",
        "cross",
        Message("window.cancelled"),
        Message("window.cancelled_text"),
        Message("window.start_again_next"),
    ),
    Outcome.TIMED_OUT: Wording(
        "text_muted",
        "clock",
        Message("window.timed_out"),
        Message("window.timed_out_text"),
        Message("window.start_again_next"),
    ),
    Outcome.FAULT: Wording(
        "attention",
        "warning",
        Message("window.fault_outcome"),
        Message("window.fault_outcome_text"),
        Message("window.review_next"),
    ),
}
_GROUND = {"done": "done_soft", "stop": "stop_soft", "attention": "attention_soft"}
_ICON = {
    Status.PASS: ("check_circle", "done"),
    Status.FAIL: ("stop_octagon", "stop"),
    Status.NOT_ASSESSED: ("minus_circle", "text_muted"),
}


class ResultPage(Page):
    """Shows how soon the window closes it; the customer never sees a score."""

    def __init__(self, look: Look, host: Host) -> None:
        super().__init__(look, host)
        self._outcome: Outcome | None = None
        self._arc = Countdown(look)
        self._closing = Words(look, "", colour="text_muted", wrap=False)
        self.foot_left(self._arc, self._closing)
        finish = Button(look, Kind.PRIMARY, self.say(Message("window.finish")))
        finish.clicked.connect(self._finish)
        self.foot_right(finish)
        host.closing.ticked.connect(self._count)
        self._count()

    def show_view(self, view: View) -> None:
        """Fill once: a result does not change."""
        if view.outcome is None or view.outcome is self._outcome:
            return
        self._outcome = view.outcome
        clear(self.body)
        wording = _WORDING[view.outcome]
        # Who stopped, or left, is not told what was not checked.
        lines = findings(view.decision.checks) if view.decision else ()
        give(self.body, self.look, 40)
        self._head(wording)
        give(self.body, self.look, 40, least=16)
        both = side_by_side(self.look, 24, turned=True)  # the number first: it is taken along
        if lines:
            both.addWidget(self._checked(lines), 624)
        both.addLayout(self._number_and_next(view, wording), 440)
        self.body.addLayout(both)
        valid = view.decision is not None and view.decision.valid_for_onboarding
        if view.decision is not None and not valid:
            give(self.body, self.look, 24, least=16)
            self.body.addWidget(self._demonstration())
        give(self.body, self.look, 24)
        self.body.addStretch(1)

    def _head(self, wording: Wording) -> None:
        look = self.look
        head = row(look, gap=24)
        ground = _GROUND.get(wording.tone, "sunken")
        mark = Icon(look, wording.icon, wording.tone, 64, ground, 96)
        beside = column(look)
        beside.addSpacing(look.px(8))
        beside.addWidget(mark)
        beside.addStretch(1)
        head.addLayout(beside)
        words = column(look, gap=8)
        self.title = Title(look, self.say(wording.word), "display")
        self.title.set_colour("text" if wording.tone == "text_muted" else wording.tone)
        words.addWidget(self.title)
        sentence = self.say(wording.sentence)
        words.addWidget(Words(look, sentence, "lead"))
        words.addStretch(1)
        self.title.announce(sentence)
        head.addLayout(words, 1)
        self.body.addLayout(head)

    def _checked(self, lines: tuple[Finding, ...]) -> QFrame:
        look = self.look
        card = surface("card")
        card.setMinimumHeight(0 if look.is_large else look.px(328))
        inside = column(look, card, (31, 23, 31, 23))
        heading = self.say(Message("window.what_was_checked"))
        inside.addWidget(Words(look, heading, "body", "semibold"))
        inside.addSpacing(look.px(12))
        for i, finding in enumerate(lines):
            if i:
                indent = row(look, pad=(40, 0, 0, 0))
                indent.addWidget(rule(look))
                inside.addLayout(indent)
            icon, ink = _ICON[finding.status]
            line = row(look, pad=(0, 12, 0, 11), gap=16)
            line.addWidget(Icon(look, icon, ink))
            words = column(look)
            words.addStretch(1)
            words.addWidget(Words(look, self.say(finding.text)))
            if finding.detail is not None:
                words.addWidget(Words(look, self.say(finding.detail), colour="text_muted"))
            else:
                # As high as a line with its detail, so that the lines stand evenly.
                words.setContentsMargins(0, look.px(14), 0, look.px(14))
            words.addStretch(1)
            line.addLayout(words, 1)
            inside.addLayout(line)
        inside.addStretch(1)
        return card

    def _number_and_next(self, view: View, wording: Wording) -> QVBoxLayout:
        look = self.look
        right = column(look, gap=16)
        if view.reference:
            card = surface("card")
            inside = column(look, card, (32, 23, 31, 35), 8)
            caption = self.say(Message("window.reference"))
            inside.addWidget(Words(look, caption, colour="text_muted"))
            number = Words(look, view.reference, "title", "semibold")
            number.spread(1.0)
            inside.addWidget(number)
            right.addWidget(card)
        card = surface("card")
        inside = column(look, card, (32, 23, 31, 31), 8)
        inside.addWidget(Words(look, self.say(Message("window.next")), "body", "semibold"))
        inside.addWidget(Words(look, self.say(wording.next)))
        inside.addStretch(1)
        right.addWidget(card, 1)
        return right

    def _demonstration(self) -> QFrame:
        look = self.look
        notice = surface("notice")
        line = row(look, notice, (24, 14, 24, 14), 5)
        line.addWidget(Icon(look, "warning", "attention"))
        line.addSpacing(look.px(7))
        word = self.say(Message("window.demonstration"))
        line.addWidget(Words(look, word, "body", "semibold", "attention", wrap=False))
        why = self.say(Message("window.demonstration_why"))
        line.addWidget(Words(look, why, "body", "regular", "attention"), 1)
        return notice

    def _count(self) -> None:
        closing = self.host.closing
        self._arc.set_fraction(closing.left_ms / closing.total_ms)
        seconds = Message("window.closes_in", {"n": -(-closing.left_ms // 1000)})
        self._closing.set_text(self.say(seconds))

    def _finish(self) -> None:
        self.host.closing.stop()
        self.host.send(Cancel())
