"""Challenges: small movements that a person is asked for, each a pure state machine in seconds."""
