"""Settings, from the environment and from a .env file beside the backend."""

import os
from functools import lru_cache
from pathlib import Path

from dotenv import load_dotenv
from pydantic import BaseModel

ROOT = Path(__file__).resolve().parent.parent


class Settings(BaseModel):
    database_url: str = "sqlite:///docusense.db"
    secret_key: str = "change-me"
    token_minutes: int = 30
    upload_limit: int = 50 * 1024 * 1024
    provider: str = "openai"
    ocr_languages: str = "eng+fra"


@lru_cache(maxsize=1)
def settings() -> Settings:
    load_dotenv(ROOT / ".env")
    known = {name: os.environ[name.upper()] for name in Settings.model_fields if name.upper() in os.environ}
    return Settings(**known)
