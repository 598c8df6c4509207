"""The demonstration, without a window: it ends as the customer behaves."""

from __future__ import annotations

import json

import pytest

import main


def test_the_obedient_customer_is_approved(capsys: pytest.CaptureFixture[str]) -> None:
    assert main.main(["demo", "--json"]) == 0
    decision = json.loads(capsys.readouterr().out)
    assert decision["outcome"] == "APPROVED"
    assert decision["provenance"] == "SIMULATED"
    assert decision["valid_for_onboarding"] is False
    passed = [c["name"] for c in decision["checks"] if c["status"] == "PASS"]
    assert {"mrz_check_digits", "face_match", "same_person", "active_liveness"} <= set(passed)


def test_the_disobedient_customer_is_rejected(capsys: pytest.CaptureFixture[str]) -> None:
    assert main.main(["demo", "--disobey", "--json"]) == 3
    decision = json.loads(capsys.readouterr().out)
    assert decision["outcome"] == "REJECTED"
    failed = [c["name"] for c in decision["checks"] if c["status"] == "FAIL"]
    assert "active_liveness" in failed
    assert "face_match" not in failed
