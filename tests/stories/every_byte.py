"""All that is in a file, however it is packed: what a person finds who takes it apart."""

from __future__ import annotations

import base64
import binascii
import gzip
import html
import io
import re
import shutil
import sqlite3
import subprocess
import tempfile
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import unquote

import pytest

_STREAM = re.compile(rb"stream\r?\n(.*?)\r?\nendstream", re.DOTALL)
_BASE64 = re.compile(r"base64,([A-Za-z0-9+/]{16,}={0,2})")
_HEX = re.compile(r"<([0-9A-Fa-f]{8,})>")
# A PDF writes what a person reads of it in octets, each after a backslash.
_OCTAL = re.compile(r"\\([0-3][0-7]{2})")


def texts_of(content: bytes) -> str:
    """Return all text in a file: of members, tables, streams, attachments, and as it is."""
    return "\n".join(_texts(content))


def _texts(content: bytes) -> Iterator[str]:
    plain = content.decode("utf-8", "replace")
    yield plain
    if content.startswith(b"PK"):
        yield from _members(content)
    elif content.startswith(b"SQLite format 3\0"):
        yield from _tables(content)
    elif content.startswith(b"%PDF"):
        yield from _document(content)
    elif content.startswith(b"\x1f\x8b"):
        yield from _texts(gzip.decompress(content))
    elif b"\0" in content[:64]:
        yield content.decode("utf-16-le", "replace")
    yield unquote(plain)
    yield html.unescape(plain)
    for packed in _BASE64.findall(plain):
        try:
            yield from _texts(base64.b64decode(packed + "=" * (-len(packed) % 4)))
        except binascii.Error:
            continue


def _members(content: bytes) -> Iterator[str]:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        yield archive.comment.decode("utf-8", "replace")
        for one in archive.infolist():
            yield f"{one.filename} {one.comment!r} {one.extra!r}"
            yield from _texts(archive.read(one))


def _tables(content: bytes) -> Iterator[str]:
    connection = sqlite3.connect(":memory:")
    # Bytes 18 and 19 say that a log lies beside it, which a copy in memory cannot have.
    connection.deserialize(content[:18] + b"\1\1" + content[20:])
    yield "\n".join(connection.iterdump())


def _document(content: bytes) -> Iterator[str]:
    yield _told("pdftotext", "-raw", "-", "-", given=content)
    yield _told("pdfinfo", "-", given=content)
    yield _told("pdfinfo", "-meta", "-", given=content)
    for stream in _STREAM.findall(content):
        try:
            made = zlib.decompress(stream)
        except zlib.error:
            continue
        text = made.decode("latin-1")
        yield text
        yield _OCTAL.sub(lambda found: chr(int(found[1], 8)), text).replace("\0", "")
        for found in _HEX.findall(text):
            yield bytes.fromhex(found[: len(found) // 2 * 2]).decode("utf-16-be", "replace")
        if made.startswith((b"PK", b"%PDF")):
            yield from _texts(made)
    with tempfile.TemporaryDirectory() as folder:
        paper, into = Path(folder) / "paper.pdf", Path(folder) / "attached"
        paper.write_bytes(content)
        into.mkdir()
        _told("pdfdetach", "-saveall", "-o", str(into), str(paper), given=b"")
        for path in into.iterdir():
            yield path.name
            yield from _texts(path.read_bytes())


def _told(*command: str, given: bytes) -> str:
    if shutil.which(command[0]) is None:
        pytest.skip(f"NO {command[0].upper()}: the text of a PDF is not read")
    done = subprocess.run(command, input=given, capture_output=True, check=True)
    return done.stdout.decode("utf-8", "replace")
