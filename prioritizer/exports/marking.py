"""A mark in plain files that must not be passed on; documents bear it in their title."""

from __future__ import annotations

import codecs
import csv
import io
import json

MEMBER = "audience"


def marked(content: bytes, mark: str) -> bytes:
    """Return text, CSV or JSON with the mark in it; all else as it is.

    CSV gets a last column, JSON a first member (a list: in each of its objects), text a first
    line. What bears the mark already, such as a table with it in its title, stays as it is.
    """
    if not mark or mark.encode() in content:
        return content
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content
    if "\0" in text or text.startswith(("PK", "%PDF")):
        return content
    if content.startswith(codecs.BOM_UTF8):
        return codecs.BOM_UTF8 + _csv(text, mark).encode()
    return (_json(text, mark) or f"{mark}\n\n{text}").encode()


def _csv(text: str, mark: str) -> str:
    header, *rows = csv.reader(io.StringIO(text, newline=""))
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow([*header, MEMBER])
    writer.writerows([*row, mark] for row in rows)
    return out.getvalue()


def _json(text: str, mark: str) -> str | None:
    try:
        data = json.loads(text)
    except ValueError:
        return None
    if isinstance(data, list):
        data = [{MEMBER: mark, **one} if isinstance(one, dict) else one for one in data]
    elif isinstance(data, dict):
        data = {MEMBER: mark, **data}
    else:
        return None
    return json.dumps(data, ensure_ascii=False, indent=1, allow_nan=False) + "\n"
