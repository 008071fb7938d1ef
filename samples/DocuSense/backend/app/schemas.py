"""What the API takes and gives."""

from datetime import datetime

from pydantic import BaseModel, ConfigDict, Field


class Credentials(BaseModel):
    email: str = Field(max_length=254)
    password: str = Field(min_length=12)


class Token(BaseModel):
    access_token: str
    token_type: str = "bearer"


class DocumentSummary(BaseModel):
    model_config = ConfigDict(from_attributes=True)

    name: str
    pages: int = 1
    text: str
    summary: str
    created: datetime | None = None
