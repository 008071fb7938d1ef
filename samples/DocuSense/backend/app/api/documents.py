"""Upload a document; read it, and what it says."""

from fastapi import APIRouter, Depends, HTTPException, UploadFile
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.auth import current_email
from app.database import Document, User, session
from app.providers import provider
from app.schemas import DocumentSummary
from app.services import ocr, office, pdf
from app.settings import settings

router = APIRouter(prefix="/documents", tags=["documents"])

READERS = {
    "application/pdf": pdf.read,
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": office.read_word,
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": office.read_excel,
    "image/png": ocr.read,
    "image/jpeg": ocr.read,
}


@router.post("", response_model=DocumentSummary)
async def upload(file: UploadFile, email: str = Depends(current_email), db: Session = Depends(session)) -> DocumentSummary:
    reader = READERS.get(file.content_type or "")
    if reader is None:
        raise HTTPException(415, f"Documents of type {file.content_type} cannot be read.")
    content = await file.read()
    if len(content) > settings().upload_limit:
        raise HTTPException(413, "The document is too large.")

    pages = reader(content)
    text = "\n\n".join(pages)
    summary = await provider(settings().provider).summarise(text)
    owner = db.scalars(select(User).where(User.email == email)).one()
    document = Document(owner_id=owner.id, name=file.filename or "document", text=text, summary=summary)
    db.add(document)
    db.commit()
    return DocumentSummary(name=document.name, pages=len(pages), text=text, summary=summary, created=document.created)
