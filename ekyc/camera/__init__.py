"""Where frames come from: a webcam, a recording, a folder of pictures, or the simulated customer."""
