"""The recogniser of machine-readable lines: its training text, its print, its camera, its fit."""
