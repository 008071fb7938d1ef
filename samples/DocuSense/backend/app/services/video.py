"""Videos: fetch one, measure it, take the sound out of it."""

from pathlib import Path

import ffmpeg
from moviepy.editor import VideoFileClip
from yt_dlp import YoutubeDL


def download(address: str, folder: Path) -> Path:
    with YoutubeDL({"outtmpl": str(folder / "%(id)s.%(ext)s"), "quiet": True}) as downloader:
        return Path(downloader.prepare_filename(downloader.extract_info(address, download=True)))


def duration(path: Path) -> float:
    return float(ffmpeg.probe(str(path))["format"]["duration"])


def sound_of(path: Path) -> Path:
    target = path.with_suffix(".wav")
    with VideoFileClip(str(path)) as clip:
        clip.audio.write_audiofile(str(target), logger=None)
    return target
