"""Our recogniser of machine-readable lines (OCR-B): a small CNN, trained with CTC on made print."""

from __future__ import annotations

ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ<"
FILLER = "<"
HEIGHT = 32
"""Rows of the strip that the network sees, px."""
STRIDE = 4
"""px of the strip to a step of what it says."""
