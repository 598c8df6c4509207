"""The machine-readable zone: found, read, decoded by its rules, and written."""
