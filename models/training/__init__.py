"""Export, conversion and reference code: the only place that imports torch."""
