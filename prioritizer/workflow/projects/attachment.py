"""The project that a PDF report carries as an attachment.

An embedded file is a stream of its own (ISO 32000-1, 7.11.4): streams never lie inside others,
so that a scan of the file finds it, however the rest of the PDF is written.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator
from itertools import islice

from prioritizer.errors import InputError
from prioritizer.workflow.projects import archive

MAGIC = b"%PDF-"
_STREAM = re.compile(rb"stream\r?\n")
_LENGTH = re.compile(rb"/Length\s+(\d+)(?!\d|\s+\d+\s+R)")
# Before the word "stream" stands the dictionary that describes it.
LONGEST_DICTIONARY = 2_000
MOST_STREAMS = 100_000
# A report has one attachment; whoever hides thousands of bombs in a PDF wins nothing.
MOST_EMBEDDED = 100
LONGEST_START = 1_000
MOST_ATTACHED_BYTES = 2 * archive.MOST_PACKED


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
    found = set(_projects(content))
    if not found:
        raise InputError(
            "report: found no project in this PDF. Expected a report that was built with its "
            "project. Some programs remove attachments when they save or print a PDF. Use the "
            "file as the tool wrote it."
        )
    if len(found) > 1:
        raise InputError(
            f"report: found {len(found)} different projects in this PDF. Expected one: nobody "
            "can say which of them the report was made from. Use the file as the tool wrote "
            "it. Nothing was opened."
        )
    return found.pop()


def _projects(content: bytes) -> Iterator[bytes]:
    """Yield each attached zip that holds the document of a project; others are passed over."""
    n_bytes = 0
    for start, dictionary in islice(_embedded(content), MOST_EMBEDDED):
        unpack = _inflated if b"/FlateDecode" in dictionary else _plain
        begins = content[start : start + LONGEST_START]
        if not unpack(begins, len(archive.MAGIC)).startswith(archive.MAGIC):
            continue
        body = content[start : _end(content, start, dictionary)]
        attached = unpack(body, archive.MOST_PACKED)
        n_bytes += len(attached)
        if n_bytes > MOST_ATTACHED_BYTES:
            raise InputError(
                f"report: found attachments of more than {MOST_ATTACHED_BYTES / 1e6:.0f} MB "
                "in this PDF. Expected one project. Use the file as the tool wrote it."
            )
        if archive.DOCUMENT.encode() in attached:
            yield attached


def _embedded(content: bytes) -> Iterator[tuple[int, bytes]]:
    """Yield where each embedded file of a PDF begins, and the dictionary before it."""
    for number, found in enumerate(_STREAM.finditer(content)):
        if number > MOST_STREAMS:
            return
        start = max(0, found.start() - LONGEST_DICTIONARY)
        before = content[start : found.start()].rpartition(b" obj")[2]
        if b"/EmbeddedFile" in before:
            yield found.end(), before


def _end(content: bytes, start: int, dictionary: bytes) -> int:
    length = _LENGTH.search(dictionary)
    if length is not None:
        return start + int(length[1][:12])
    found = content.find(b"endstream", start)
    return len(content) if found < 0 else found


def _plain(body: bytes, most: int) -> bytes:
    return body[:most]


def _inflated(body: bytes, most: int) -> bytes:
    try:
        return zlib.decompressobj().decompress(body, most)
    except zlib.error:
        return b""
