"""Detectors of attacks on faces: presentation attacks and deepfakes, of one kind of network."""
