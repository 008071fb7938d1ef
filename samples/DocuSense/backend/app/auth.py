"""Passwords and tokens."""

from datetime import datetime, timedelta, timezone

import bcrypt
from fastapi import Depends, HTTPException, status
from fastapi.security import OAuth2PasswordBearer
from jose import JWTError, jwt
from passlib.context import CryptContext

from app.settings import settings

ALGORITHM = "HS256"
passwords = CryptContext(schemes=["bcrypt"], deprecated="auto")
bearer = OAuth2PasswordBearer(tokenUrl="token")


def hash_password(password: str) -> str:
    return passwords.hash(password)


def verify_password(password: str, hashed: str) -> bool:
    if hashed.startswith("$2y$"):  # written by the former PHP application
        return bcrypt.checkpw(password.encode(), hashed.replace("$2y$", "$2b$", 1).encode())
    return passwords.verify(password, hashed)


def create_token(email: str) -> str:
    expires = datetime.now(timezone.utc) + timedelta(minutes=settings().token_minutes)
    return jwt.encode({"sub": email, "exp": expires}, settings().secret_key, algorithm=ALGORITHM)


def current_email(token: str = Depends(bearer)) -> str:
    try:
        return jwt.decode(token, settings().secret_key, algorithms=[ALGORITHM])["sub"]
    except (JWTError, KeyError) as error:
        raise HTTPException(status.HTTP_401_UNAUTHORIZED, "The token is not valid.") from error
