"""Presentation attacks and deepfakes, told from what every frame shows: nothing is asked."""
