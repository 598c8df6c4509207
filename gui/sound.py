"""The soft sound of a movement that was seen; silence where Qt's multimedia or a loudspeaker is
missing."""

from __future__ import annotations

import numpy as np
from PyQt5.QtCore import QBuffer, QByteArray, QIODevice

try:
    from PyQt5 import QtMultimedia
except ImportError:  # the system lacks PulseAudio's library: the tick is enough
    QtMultimedia = None  # type: ignore[assignment]

_RATE_HZ = 22_050
_TONES_HZ = (659.3, 880.0)
"""E5 and A5, one after the other."""
_TONE_S = 0.12


class Chime:
    """Two quiet tones that fade in and out."""

    def __init__(self) -> None:
        self._output: QtMultimedia.QAudioOutput | None = None
        if QtMultimedia is None:
            return
        output = QtMultimedia.QAudio.Mode.AudioOutput
        if not QtMultimedia.QAudioDeviceInfo.availableDevices(output):
            return
        sound = QtMultimedia.QAudioFormat()
        sound.setSampleRate(_RATE_HZ)
        sound.setChannelCount(1)
        sound.setSampleSize(16)
        sound.setCodec("audio/pcm")
        sound.setByteOrder(QtMultimedia.QAudioFormat.Endian.LittleEndian)
        sound.setSampleType(QtMultimedia.QAudioFormat.SampleType.SignedInt)
        self._output = QtMultimedia.QAudioOutput(sound)
        self._samples = QByteArray(_samples().tobytes())
        self._buffer = QBuffer(self._samples)

    def play(self) -> None:
        """Sound once from the start."""
        if self._output is None:
            return
        self._output.stop()
        self._buffer.close()
        self._buffer.open(QIODevice.OpenModeFlag.ReadOnly)
        self._output.start(self._buffer)


def _samples() -> np.ndarray[tuple[int], np.dtype[np.int16]]:
    t = np.arange(int(_TONE_S * _RATE_HZ)) / _RATE_HZ
    fade = np.sin(np.pi * t / _TONE_S) ** 2
    tones = np.concatenate([np.sin(2 * np.pi * hz * t) * fade for hz in _TONES_HZ])
    return np.asarray(tones * 0.2 * 32767, dtype="<i2")
