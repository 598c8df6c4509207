"""Fields printed for the eye: lines of text, their labels, and the values beside them."""
