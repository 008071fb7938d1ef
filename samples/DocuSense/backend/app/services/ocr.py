"""Text of pictures."""

from io import BytesIO

import cv2
import numpy
import pytesseract
from PIL import Image

from app.settings import settings


def read(content: bytes) -> list[str]:
    return [read_image(Image.open(BytesIO(content)))]


def read_image(image: Image.Image) -> str:
    grey = cv2.cvtColor(numpy.array(image.convert("RGB")), cv2.COLOR_RGB2GRAY)
    _, black_and_white = cv2.threshold(grey, 0, 255, cv2.THRESH_BINARY + cv2.THRESH_OTSU)
    return pytesseract.image_to_string(black_and_white, lang=settings().ocr_languages)
