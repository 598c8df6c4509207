"""Which page a view asks for."""

from __future__ import annotations

from ekyc.policy_rules import SCREEN_LIGHT
from ekyc.session.view import Step, View
from gui.pages.challenge import ChallengePage
from gui.pages.confirm import ConfirmPage
from gui.pages.consent import ConsentPage
from gui.pages.document import DocumentPage
from gui.pages.face import FacePage
from gui.pages.fault import FaultPage
from gui.pages.light import LightPage
from gui.pages.page import Page
from gui.pages.result import ResultPage
from gui.pages.welcome import WelcomePage

_PAGES: dict[Step, type[Page]] = {
    Step.WELCOME: WelcomePage,
    Step.CONSENT: ConsentPage,
    Step.DOCUMENT: DocumentPage,
    Step.CONFIRM: ConfirmPage,
    Step.FACE: FacePage,
    Step.CHALLENGE: ChallengePage,
    Step.RESULT: ResultPage,
    Step.FAULT: FaultPage,
}


def page_for(view: View) -> type[Page]:
    """The page class of a view: nothing else decides what is shown."""
    if view.challenge is not None and view.challenge.name == SCREEN_LIGHT:
        return LightPage
    return _PAGES[view.step]


def task_of(view: View) -> tuple[object, ...]:
    """What the person is to do: a movement's time begins only once its instruction is seen."""
    challenge = view.challenge
    if challenge is None:
        return (view.step,)
    return view.step, view.attempt, challenge.number, challenge.name
