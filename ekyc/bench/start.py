"""From nothing to warm networks: run as a process of its own, it prints how long it took."""

from __future__ import annotations

import json
import sys
import time

import psutil


def age_s() -> float:
    """Seconds since this process was made; the system counts hundredths."""
    made_s = float(psutil.Process().create_time())
    if not hasattr(time, "CLOCK_BOOTTIME"):
        return time.time() - made_s
    # Linux tells when it was booted in whole seconds only: count from there without them.
    return time.clock_gettime(time.CLOCK_BOOTTIME) - (made_s - float(psutil.boot_time()))


def main() -> int:
    """Load every network and print JSON."""
    from ekyc.kiosk import load_models  # what is imported is part of what is timed

    load_models()
    memory = psutil.Process().memory_info().rss
    json.dump({"models_warm_s": round(age_s(), 2), "memory_mb": memory >> 20}, sys.stdout)
    return 0


if __name__ == "__main__":
    sys.exit(main())
