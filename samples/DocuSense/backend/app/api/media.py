"""Describe a sound or a video, from an upload or an address."""

from pathlib import Path
from tempfile import TemporaryDirectory

from fastapi import APIRouter, Depends
from pydantic import BaseModel, HttpUrl

from app.auth import current_email
from app.services import audio, video

router = APIRouter(prefix="/media", tags=["media"], dependencies=[Depends(current_email)])


class MediaRequest(BaseModel):
    address: HttpUrl


@router.post("/describe")
def describe(request: MediaRequest) -> dict[str, object]:
    with TemporaryDirectory() as folder:
        path = video.download(str(request.address), Path(folder))
        return {"seconds": video.duration(path), "tempo": audio.tempo(video.sound_of(path))}
