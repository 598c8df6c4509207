"""A red-team kit: variants of a recording that an attacker, or a bad camera, could present."""
