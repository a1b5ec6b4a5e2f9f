"""The report as PDF: set by typst, tagged for screen readers (PDF/UA-1), fonts embedded."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path
from typing import Any, Final

from prioritizer.errors import PrioritizerError
from prioritizer.exports.blocks import Block, Picture, Report, Table

LAYOUT = Path(__file__).with_name("report.typ")
STANDARD: Final = "ua-1"
MOST_ROUNDS = 6
_UNCOVERED = re.compile(r'the text `"(.+?)"` could not be displayed', re.DOTALL)


def write(report: Report, attached: bytes = b"") -> bytes:
    """Return the bytes of a PDF, with the file of its project attached, if one is given.

    A character that no font here covers is shown as its code point in brackets, ``[U+94DC]``,
    rather than as an empty box.
    """
    return render(data(report), attached=attached)


def render(content: dict[str, Any], layout: Path = LAYOUT, *, attached: bytes = b"") -> bytes:
    """Return the PDF of a report, or what else there is a layout for, from plain data."""
    beside = json.dumps(list(attached), separators=(",", ":"))
    text = json.dumps(content, ensure_ascii=False)
    fault = ""
    for attempt in range(MOST_ROUNDS):
        try:
            # The fonts of the machine are tried only where the embedded ones do not cover.
            return _compiled(text, beside, layout, with_system_fonts=attempt > 0)
        except RuntimeError as error:
            fault = str(error)
            missing = uncovered(f"{fault}\n{getattr(error, 'diagnostic', '')}")
            if not missing:
                break
            if attempt > 0:
                text = marked(text, missing)
    raise PrioritizerError(
        f"report: the PDF could not be set ({fault[:300]}). Expected a document. "
        "Choose DOCX, and report this fault of the program."
    )


def _compiled(text: str, attached: str, layout: Path, *, with_system_fonts: bool) -> bytes:
    import typst

    made = typst.compile(
        str(layout),
        format="pdf",
        pdf_standards=STANDARD,
        ignore_system_fonts=not with_system_fonts,
        sys_inputs={"report": text, "attached": attached},
        timestamp=0,
    )
    if not isinstance(made, bytes):
        raise RuntimeError("no single document was made")
    return made


def uncovered(diagnostic: str) -> frozenset[str]:
    """Return the characters that typst says no font can display."""
    return frozenset(c for found in _UNCOVERED.findall(diagnostic) for c in _unescaped(found))


def _unescaped(text: str) -> str:
    r"""Return a text out of a diagnostic, which writes odd characters as ``\\u{94dc}``."""
    return re.sub(r"\\u\{([0-9a-fA-F]+)\}", lambda m: chr(int(m[1], 16)), text)


def marked(text: str, missing: frozenset[str]) -> str:
    """Return a text in which the missing characters stand as code points in brackets."""
    return text.translate({ord(c): f"[U+{ord(c):04X}]" for c in missing if not c.isascii()})


def data(report: Report) -> dict[str, Any]:
    """Return the report as the layout reads it."""
    return {
        "title": report.title,
        "running-title": report.title if len(report.title) <= 70 else f"{report.title[:69]}…",
        "subtitle": report.subtitle,
        "audience": report.audience,
        "version": report.version,
        "short-fingerprint": report.fingerprint[:16],
        "keywords": list(report.keywords),
        "lang": report.language,
        "first": asdict(report.first),
        "answer": [_block(block) for block in report.answer],
        "body": [_block(block) for block in report.body],
    }


def _block(block: Block) -> dict[str, Any]:
    kind = type(block).__name__.lower()
    special: dict[type, Callable[[Any], dict[str, Any]]] = {
        Picture: lambda b: asdict(b.figure),
        Table: lambda b: asdict(b) | {"right": sorted(b.right)},
    }
    content = special.get(type(block), asdict)(block)
    return {
        "kind": kind,
        **{name.removeprefix("is_"): value for name, value in content.items()},
    }


def picture_png(svg: str, *, ppi: float = 144.0) -> bytes:
    """Return a chart as PNG, for documents that hold no SVG."""
    import typst

    source = (
        "#set page(width: auto, height: auto, margin: 0pt)\n"
        '#image(bytes(sys.inputs.svg), format: "svg", width: 480pt)\n'
    )
    made = typst.compile(
        source.encode(),
        format="png",
        ppi=ppi,
        sys_inputs={"svg": svg},
        ignore_system_fonts=True,
    )
    if not isinstance(made, bytes):
        raise PrioritizerError(
            "report: a chart could not be drawn. Expected one picture. Choose PDF."
        )
    return made
