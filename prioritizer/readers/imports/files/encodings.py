"""Bytes to text: the encoding is told by its marks or by how plausible the letters look."""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass

from prioritizer.domain.imports import Topic
from prioritizer.readers.imports.words.records import Log
from prioritizer.readers.tables import fault

CANDIDATES = ("cp1252", "cp1251", "mac_roman", "cp850", "koi8_r", "cp866", "cp1250")
MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
SAMPLE = 100_000
LATIN = frozenset("åäöæøéèêëàâáãçñõóôòúùûüßíîïìýœ")
LATIN_WORD = re.compile(r"[A-Za-z\u0080-\u024f]+")
ODD = re.compile(
    r"[\u0080-\u009f\u2500-\u259f\ufffd]|(?<=\w)[¤¶§¡¿ªº¬¢£¥¦¨©®¯´¸¼½¾÷×†‡•‹›∂∑∏π∫Ω≈∆√◊ˆ˜˘˙˚˝˛ˇ]+(?=\w)"
)
CYRILLIC = re.compile(r"[А-Яа-яЁё]+")
SYMBOLS_IN_USE = frozenset("°µ²³±–—’‘“”«»€§·…½×№")


@dataclass(frozen=True, slots=True)
class Guess:
    """An encoding with how plausible its text is, 0 to 1."""

    encoding: str
    score: float


def decode(data: bytes, stated: str, log: Log) -> str:
    """Return the text of a file and keep how it was read.

    Raises
    ------
    DataError
        If the bytes are no text, or not in the encoding that was stated.
    """
    if stated:
        return _decode_stated(data, stated, log)
    for mark, encoding in MARKS:
        if data.startswith(mark):
            return _decode_marked(data, encoding, log)
    without_mark = _utf16_without_mark(data)
    if without_mark:
        log.read_as(
            Topic.ENCODING,
            log.file,
            f"read as {without_mark.upper()}",
            0.9,
            reason="every other byte is zero",
        )
        return data.decode(without_mark, errors="replace")
    _refuse_binary(data, log)
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        return _decode_guessed(data, log)
    is_plain = data.isascii()
    log.read_as(
        Topic.ENCODING,
        log.file,
        "read as UTF-8",
        1.0,
        reason="plain ASCII" if is_plain else "all bytes are valid UTF-8",
    )
    return text


def _decode_stated(data: bytes, stated: str, log: Log) -> str:
    try:
        text = data.decode(stated)
    except LookupError:
        raise fault(
            log.file,
            f"the encoding '{stated[:40]}'",
            f"one of: utf-8, {', '.join(CANDIDATES)}",
            "Correct --encoding.",
        ) from None
    except UnicodeDecodeError as error:
        raise fault(
            log.file,
            f"a byte at position {error.start} that {stated} does not know",
            f"text in {stated}",
            "Leave --encoding out, or state another.",
        ) from None
    log.read_as(Topic.ENCODING, log.file, f"read as {stated}", 1.0, reason="stated by you")
    return text.removeprefix("\ufeff")


def _decode_marked(data: bytes, encoding: str, log: Log) -> str:
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError:
        text = data.decode(encoding, errors="replace")
        log.warn(
            None,
            None,
            f"bytes that are not {encoding}, though the file begins with its mark",
            encoding,
            "They were replaced by \ufffd; save the file again.",
        )
    log.read_as(
        Topic.ENCODING,
        log.file,
        f"read as {encoding.removesuffix('-sig').upper()}",
        1.0,
        reason="byte-order mark",
    )
    return text


def _utf16_without_mark(data: bytes) -> str:
    head = data[:SAMPLE]
    if len(head) < 4:
        return ""
    even, odd = head[0::2].count(0) / len(head[0::2]), head[1::2].count(0) / len(head[1::2])
    if odd > 0.6 and even < 0.1:
        return "utf-16-le"
    return "utf-16-be" if even > 0.6 and odd < 0.1 else ""


def _refuse_binary(data: bytes, log: Log) -> None:
    head = data[:SAMPLE]
    control = sum(head.count(byte) for byte in range(32) if byte not in (9, 10, 12, 13))
    if control > 0.02 * len(head) + 8:
        raise fault(
            log.file,
            "a binary file",
            "a CSV, XLSX, GeoJSON or GeoPackage file",
            "Export the table as CSV (UTF-8) or XLSX.",
        )


def _decode_guessed(data: bytes, log: Log) -> str:
    sample = _telling(data)
    guesses = sorted((_plausibility(sample, c) for c in CANDIDATES), key=lambda g: -g.score)
    best, second = guesses[0], guesses[1]
    other = _second_opinion(data)
    confidence = min(0.95, 0.5 + 2 * (best.score - second.score))
    confidence = confidence if other in {"", best.encoding} else min(confidence, 0.7)
    text = data.decode(best.encoding, errors="replace")
    words = tuple(dict.fromkeys(re.findall(r"\w{0,20}[^\x00-\x7f]\w{0,20}", text[:SAMPLE])))[:5]
    maybe = [g.encoding for g in guesses[1:3] if g.score > 0.5 * best.score]
    maybe += [other] if other not in {"", best.encoding} else []
    log.read_as(
        Topic.ENCODING,
        log.file,
        f"read as {best.encoding}",
        confidence,
        reason="not UTF-8; the letters make the most sense this way",
        examples=words,
        alternatives=tuple(dict.fromkeys(maybe)),
    )
    log.warn(
        None,
        None,
        f"text that is not UTF-8 (for example {', '.join(words[:3])})",
        "UTF-8",
        f"Read as {best.encoding}; if letters look wrong, state --encoding.",
    )
    return text


def _second_opinion(data: bytes) -> str:
    from charset_normalizer import from_bytes

    found = from_bytes(data[:50_000], cp_isolation=[*CANDIDATES, "latin_1"]).best()
    name = found.encoding if found else ""
    return {"latin_1": "cp1252"}.get(name, name)


def _telling(data: bytes) -> bytes:
    """Return lines with other than ASCII bytes: only they tell encodings apart."""
    found: list[bytes] = []
    n = start = 0
    while start < len(data) and n <= SAMPLE:
        end = start + SAMPLE
        # A line that the end cuts in two is read with the next part.
        whole = data.rfind(b"\n", start, end) + 1 if end < len(data) else 0
        part = data[start : whole or data.find(b"\n", end) + 1 or len(data)]
        start += len(part)
        lines = [line for line in part.splitlines() if not line.isascii()]
        found += lines
        n += sum(map(len, lines)) + len(lines)
    return b"\n".join(found)[:SAMPLE]


def _plausibility(sample: bytes, encoding: str) -> Guess:
    try:
        text = sample.decode(encoding)
    except UnicodeDecodeError:
        text = sample.decode(encoding, errors="replace")
    foreign = [c for c in text if ord(c) > 127]
    good = sum(_good_characters(word) for word in LATIN_WORD.findall(text))
    good += sum(
        len(word) for word in CYRILLIC.findall(text) if len(word) > 1 and _has_usual_case(word)
    )
    good += sum(c in SYMBOLS_IN_USE for c in foreign)
    odd = sum(len(match) for match in ODD.findall(text))
    return Guess(encoding, max(0.0, (good - odd) / max(1, len(foreign))))


def _good_characters(word: str) -> float:
    foreign = [c for c in word if ord(c) > 127]
    if not foreign or not _has_usual_case(word):
        return 0.0
    # No European word is made of accented letters alone; Russian read as Latin is.
    if len(foreign) > max(1, len(word) // 2):
        return 0.0
    return sum(1.0 if c.casefold() in LATIN else 0.3 for c in foreign)


def _has_usual_case(word: str) -> bool:
    return word.islower() or word.isupper() or word.istitle()
