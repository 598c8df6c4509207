"""One person's way through the kiosk: no thread, no clock, only frames, ticks and commands."""
