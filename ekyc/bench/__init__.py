"""How fast the kiosk is, beside others' code doing the same work in the same run."""
