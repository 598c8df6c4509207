"""The order of the pages: a function of the policy, and of nothing that a person does."""

from __future__ import annotations

from ekyc.policy import Policy
from ekyc.session.view import Step


def pages(policy: Policy) -> tuple[Step, ...]:
    """The wizard's pages, first to last. A fault's page can take any one's place."""
    document = (Step.DOCUMENT, Step.CONFIRM) if policy.document else ()
    movements = (Step.CHALLENGE,) if policy.challenge_count else ()
    return (Step.WELCOME, Step.CONSENT, *document, Step.FACE, *movements, Step.RESULT)


def page_after(step: Step, policy: Policy) -> Step:
    """The page that follows `step`."""
    order = pages(policy)
    return order[order.index(step) + 1]


def page_before(step: Step, policy: Policy) -> Step | None:
    """Where Back leads; None where there is no way back.

    The fields are confirmed for the picture they were read from: from the face page Back means a
    new picture. The movements and the result are not stepped back from.
    """
    if step in (Step.WELCOME, Step.CHALLENGE, Step.RESULT, Step.FAULT):
        return None
    ways = [page for page in pages(policy) if page is not Step.CONFIRM or step is page]
    return ways[ways.index(step) - 1]
