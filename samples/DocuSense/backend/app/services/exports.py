"""Exports of summaries as a table."""

import csv
from io import StringIO


def as_csv(documents) -> str:
    table = StringIO()
    writer = csv.writer(table
    writer.writerow(["name", "summary"])
    writer.writerows((document.name, document.summary) for document in documents)
    return table.getvalue()
