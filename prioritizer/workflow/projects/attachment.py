"""The project that a PDF report carries as an attachment.

An embedded file is a stream of its own (ISO 32000-1, 7.11.4): streams never lie inside others,
so that a scan of the file finds it, however the rest of the PDF is written.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator

from prioritizer.errors import InputError
from prioritizer.workflow.projects import archive

MAGIC = b"%PDF-"
_STREAM = re.compile(rb"stream\r?\n")
_LENGTH = re.compile(rb"/Length\s+(\d+)(?!\d|\s+\d+\s+R)")
# Before the word "stream" stands the dictionary that describes it.
LONGEST_DICTIONARY = 2_000
MOST_STREAMS = 100_000


def project_of(content: bytes) -> bytes:
    """Return the bytes of the ``.pilot.zip`` that a PDF carries.

    Raises
    ------
    InputError
        If it is too large or carries none.
    """
    if len(content) > archive.MOST_PACKED:
        raise InputError(
            f"report: found a PDF of {len(content) / 1e6:.0f} MB. Expected at most "
            f"{archive.MOST_PACKED / 1e6:.0f} MB. Open the project as a file of its own."
        )
    for found in _embedded(content):
        if found.startswith(archive.MAGIC):
            return found
    raise InputError(
        "report: found no project in this PDF. Expected a report that was built with its "
        "project. Some programs drop attachments when they save or print a PDF: use the file "
        "as it was written."
    )


def _embedded(content: bytes) -> Iterator[bytes]:
    """Yield the embedded files of a PDF, unpacked within limits."""
    for number, found in enumerate(_STREAM.finditer(content)):
        if number > MOST_STREAMS:
            return
        start = max(0, found.start() - LONGEST_DICTIONARY)
        before = content[start : found.start()].rpartition(b" obj")[2]
        if b"/EmbeddedFile" not in before:
            continue
        body = content[found.end() : _end(content, found.end(), before)]
        yield _inflated(body) if b"/FlateDecode" in before else body


def _end(content: bytes, start: int, dictionary: bytes) -> int:
    length = _LENGTH.search(dictionary)
    if length is not None:
        return start + int(length[1][:12])
    found = content.find(b"endstream", start)
    return len(content) if found < 0 else found


def _inflated(body: bytes) -> bytes:
    try:
        return zlib.decompressobj().decompress(body, archive.MOST_PACKED)
    except zlib.error:
        return b""
