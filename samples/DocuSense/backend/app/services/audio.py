"""Facts about sounds."""

from pathlib import Path

import librosa


def tempo(path: Path) -> float:
    samples, rate = librosa.load(path, sr=None, mono=True)
    beats, _ = librosa.beat.beat_track(y=samples, sr=rate)
    return float(beats)
