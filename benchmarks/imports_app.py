"""Writes a FastAPI application of 300 modules, and a test file for each that imports it. Usage: imports_app.py FOLDER"""

import os
import sys

ROOT = sys.argv[1]
GROUPS = 20
EACH = 14


def write(path, text):
    path = os.path.join(ROOT, path)
    os.makedirs(os.path.dirname(path), exist_ok=True)
    with open(path, "w", encoding="utf-8") as file:
        file.write(text)


MODEL = '''"""Part {number} of area {group}."""

import datetime
import enum
import logging
from typing import List, Optional

from fastapi import APIRouter, Depends, HTTPException
from pydantic import BaseModel
from sqlalchemy import Column, Integer, String
from sqlalchemy.orm import Session

from app.database import Base, get_session
from app.settings import settings
{more}
log = logging.getLogger(__name__)
router = APIRouter(prefix="/area{group}/part{number}")


class Kind(str, enum.Enum):
    first = "first"
    second = "second"


class Row{number}(Base):
    __tablename__ = "row_{group}_{number}"
    id = Column(Integer, primary_key=True)
    name = Column(String(80))


class Item(BaseModel):
    id: int
    name: str
    kind: Kind = Kind.first
    since: Optional[datetime.datetime] = None
    tags: List[str] = []


@router.get("/", response_model=List[Item])
def items(session: Session = Depends(get_session)):
    return [Item(id=row.id, name=row.name) for row in session.query(Row{number}).limit(settings.limit)]


@router.get("/{{key}}", response_model=Item)
def item(key: int, session: Session = Depends(get_session)):
    row = session.get(Row{number}, key)
    if row is None:
        raise HTTPException(404)
    return Item(id=row.id, name=row.name)
'''

write("app/__init__.py", "")
write("app/settings.py", "from pydantic import BaseModel\n\n\nclass Settings(BaseModel):\n    url: str = 'sqlite://'\n    limit: int = 50\n\n\nsettings = Settings()\n")
write("app/database.py", "from sqlalchemy import create_engine\nfrom sqlalchemy.orm import declarative_base, sessionmaker\n\nfrom app.settings import settings\n\n"
      "engine = create_engine(settings.url)\nmake = sessionmaker(engine)\nBase = declarative_base()\n\n\ndef get_session():\n    with make() as session:\n        yield session\n")
modules = ["app", "app.settings", "app.database"]
for group in range(GROUPS):
    write("app/area%d/__init__.py" % group, "")
    modules.append("app.area%d" % group)
    for number in range(EACH - 1 if group < 4 else EACH):
        more = "from app.area%d.part%d import Item as Before\n" % (group, number - 1) if number % 3 else ""
        write("app/area%d/part%d.py" % (group, number), MODEL.format(group=group, number=number, more=more))
        modules.append("app.area%d.part%d" % (group, number))
write("app/main.py", "from fastapi import FastAPI\n\n" + "".join("from app.area%d import part0 as part%d\n" % (group, group) for group in range(GROUPS))
      + "\napp = FastAPI()\n" + "".join("app.include_router(part%d.router)\n" % group for group in range(GROUPS)))
modules.append("app.main")
for module in modules:
    write("tests/test_%s.py" % module.replace(".", "_"), "import %s\n\n\ndef test():\n    assert %s\n" % (module, module))
write("modules.txt", "\n".join(modules) + "\n")
print(len(modules), "modules")
