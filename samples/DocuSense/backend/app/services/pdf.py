"""Text of PDF files: what is written in them, else what can be seen on them."""

from io import BytesIO

import pdfplumber
from PyPDF2 import PdfReader
from PyPDF2.errors import PdfReadError

from app.services import ocr


def read(content: bytes) -> list[str]:
    try:
        pages = [page.extract_text() or "" for page in PdfReader(BytesIO(content)).pages]
    except PdfReadError:
        pages = []
    if any(text.strip() for text in pages):
        return pages
    with pdfplumber.open(BytesIO(content)) as document:
        return [ocr.read_image(page.to_image(resolution=300).original) for page in document.pages]
