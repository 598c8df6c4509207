from __future__ import annotations

import pytest

from ekyc.policy import Policy
from ekyc.session.order import page_after, page_before, pages
from ekyc.session.view import Step

WHOLE = Policy("kiosk", ("face_match",))
NO_DOCUMENT = Policy("video_kyc", ("active_liveness",), document=False)


def test_every_page_is_followed_by_the_next() -> None:
    for policy in (WHOLE, NO_DOCUMENT):
        order = pages(policy)
        assert order[0] is Step.WELCOME
        assert order[-1] is Step.RESULT
        assert [page_after(step, policy) for step in order[:-1]] == list(order[1:])


def test_without_a_document_there_are_no_pages_for_one() -> None:
    assert set(pages(WHOLE)) - set(pages(NO_DOCUMENT)) == {Step.DOCUMENT, Step.CONFIRM}
    assert page_before(Step.FACE, NO_DOCUMENT) is Step.CONSENT


@pytest.mark.parametrize("policy", [WHOLE, NO_DOCUMENT])
def test_back_always_comes_to_the_start(policy: Policy) -> None:
    step, steps = Step.FACE, 0
    while (before := page_before(step, policy)) is not None:
        step, steps = before, steps + 1
    assert step is Step.WELCOME
    assert steps == pages(policy).index(Step.FACE) - policy.document


@pytest.mark.parametrize("step", [Step.CHALLENGE, Step.RESULT, Step.FAULT])
def test_some_pages_have_no_way_back(step: Step) -> None:
    assert page_before(step, WHOLE) is None
