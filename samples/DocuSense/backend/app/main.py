"""The application: `uvicorn app.main:app`."""

from contextlib import asynccontextmanager

import psutil
import uvicorn
from fastapi import FastAPI

from app import __version__
from app.api import documents, media
from app.database import Base, engine


@asynccontextmanager
async def lifespan(_: FastAPI):
    Base.metadata.create_all(engine)
    yield
    engine.dispose()


app = FastAPI(title="DocuSense", version=__version__, lifespan=lifespan)
app.include_router(documents.router)
app.include_router(media.router)


@app.get("/health")
def health() -> dict[str, object]:
    return {"status": "healthy", "memory": psutil.virtual_memory().percent}


if __name__ == "__main__":
    uvicorn.run(app, host="127.0.0.1", port=8000)
