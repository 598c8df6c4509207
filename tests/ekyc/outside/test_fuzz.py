"""The whole reader before broken files: it reads, or says one sentence, within the limits."""

from __future__ import annotations

import json
import logging
import os
import time
from collections import Counter
from pathlib import Path

import psutil
import pytest

from ekyc.errors import SubjectError
from ekyc.outside.files import Outside
from tests.ekyc.document.cards import TODAY

from .mutations import case

CASES = int(os.environ.get("EKYC_FUZZ_CASES", "500"))
FIRST = int(os.environ.get("EKYC_FUZZ_FIRST", "0"))
REPORT = os.environ.get("EKYC_FUZZ_REPORT")
"""A file that tells after each hundred cases how far it is and what came out."""
FAILURES = {"outside.stopped", "outside.too_long", "outside.too_much_memory"}


def spent_s(outside: Outside) -> float:
    """The processor's time that the worker has had: others wait for the processor as well."""
    if outside.pid is None:
        return 0.0
    times = psutil.Process(outside.pid).cpu_times()
    return float(times.user + times.system)


@pytest.mark.fuzz
@pytest.mark.timeout(0)
def test_the_reader_survives_whatever_it_is_given(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.WARNING)
    ends: Counter[str] = Counter()
    failed: list[str] = []
    slowest, largest = (0.0, ""), 0
    began = time.monotonic()
    with Outside(reads_documents=True) as outside:
        for number in range(FIRST, FIRST + CASES):
            one = case(number)
            path = tmp_path / one.name
            path.write_bytes(one.content)
            before = spent_s(outside)
            try:
                outside.document(path, today=TODAY)
                end = "read"
            except SubjectError as error:
                end = error.message.id
            after = spent_s(outside)
            if after > before:  # by the same worker
                slowest = max(slowest, (round(after - before, 2), f"{one.name}: {one.what}"))
            ends[end] += 1
            if end in FAILURES:
                failed.append(f"{one.name}: {one.what}: {end}")
            if outside.pid is not None:
                largest = max(largest, psutil.Process(outside.pid).memory_info().rss)
            path.unlink()
            done = number - FIRST + 1
            if REPORT and (done % 100 == 0 or done == CASES):
                told = {
                    "first": FIRST,
                    "cases": done,
                    "ends": dict(ends.most_common()),
                    "failed": failed,
                    "slowest_cpu_s": slowest,
                    "largest_mb": largest >> 20,
                    "minutes": round((time.monotonic() - began) / 60, 1),
                }
                Path(REPORT).write_text(json.dumps(told, indent=1))
    assert not failed
    assert ends["read"] > CASES // 100, ends
    assert not caplog.records
