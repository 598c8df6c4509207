from __future__ import annotations

from datetime import datetime

import pytest

from ekyc.session.commands import Command, Fail
from gui.bugs import BugReporter


def test_a_bug_reaches_the_fault_page_once_with_the_number_in_the_log(
    caplog: pytest.LogCaptureFixture,
) -> None:
    sent: list[Command] = []
    report = BugReporter(sent.append, lambda: datetime(2026, 11, 21))
    for divisor in (0, 0, "x"):
        try:
            1 / divisor  # type: ignore[operator]
        except (ZeroDivisionError, TypeError) as error:
            report(type(error), error, error.__traceback__)
    assert len(sent) == 1, "the same line again is the same bug"
    assert isinstance(sent[0], Fail)
    assert sent[0].error.message.id == "fault.unexpected"
    assert sent[0].fault_id in caplog.text


def test_another_bug_is_told_too() -> None:
    sent: list[Command] = []
    report = BugReporter(sent.append)
    try:
        1 / 0  # noqa: B018
    except ZeroDivisionError as error:
        report(type(error), error, error.__traceback__)
    try:
        [][1]
    except IndexError as error:
        report(type(error), error, error.__traceback__)
    assert len(sent) == 2


def test_the_same_bug_is_told_again_to_the_next_person() -> None:
    sent: list[Command] = []
    times_s = iter((100.0, 129.0, 131.0, 160.0))
    report = BugReporter(sent.append, clock_s=lambda: next(times_s))
    told = []
    for _ in range(4):
        try:
            1 / 0  # noqa: B018
        except ZeroDivisionError as error:
            report(type(error), error, error.__traceback__)
        told.append(len(sent))
    assert told == [1, 1, 2, 2]
    assert len({command.fault_id for command in sent if isinstance(command, Fail)}) == 2
