"""Text of Word and Excel files."""

from io import BytesIO

import docx
import openpyxl


def read_word(content: bytes) -> list[str]:
    return ["\n".join(paragraph.text for paragraph in docx.Document(BytesIO(content)).paragraphs)]


def read_excel(content: bytes) -> list[str]:
    workbook = openpyxl.load_workbook(BytesIO(content), read_only=True, data_only=True)
    return ["\n".join("\t".join("" if cell is None else str(cell) for cell in row) for row in sheet.values) for sheet in workbook]
