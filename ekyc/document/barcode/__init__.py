"""Barcodes of documents: found in the picture, then parsed into fields."""
