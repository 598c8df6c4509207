"""From a frame to what it says about the face in it, and whether two faces are one person."""
