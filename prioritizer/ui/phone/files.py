"""The style sheets, scripts and pictures of the phone pages, each under a digest of itself."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path, PurePosixPath

from prioritizer.ui.phone.addresses import PREFIX

ASSETS = Path(__file__).with_name("assets")
TYPES = {".css": "text/css", ".js": "text/javascript", ".svg": "image/svg+xml"}
LETTERS = 12
# What bears its digest never changes; a plain name may mean something else after an update.
FOR_GOOD = "public, max-age=31536000, immutable"
FOR_AN_HOUR = "public, max-age=3600"


@dataclass(frozen=True, slots=True)
class Asset:
    """A file as it is sent; ``keep`` says for how long a browser may keep it."""

    content: bytes
    media_type: str
    keep: str


@lru_cache(maxsize=1)
def _named() -> dict[str, str]:
    """Return the name with a digest of each file, as the files were when first asked for."""
    return {
        file.name: f"{file.stem}.{_digest(file)}{file.suffix}"
        for file in ASSETS.iterdir()
        if file.suffix in TYPES
    }


def _digest(file: Path) -> str:
    return hashlib.sha256(file.read_bytes()).hexdigest()[:LETTERS]


def of_file(name: str) -> str:
    """Return the address of a file of the assets, which changes with its content."""
    return f"{PREFIX}/assets/{_named()[name]}"


def found(name: str) -> Asset | None:
    """Return the file of a name, with its digest or without; None if there is none.

    A digest of an earlier version answers with the file as it is now, kept for an hour: a page
    that was drawn before an update has to work, and must not keep the wrong content for good.
    """
    asked = PurePosixPath(name).name
    stem, _, suffix = asked.rpartition(".")
    plain = asked if asked in _named() else f"{stem.partition('.')[0]}.{suffix}"
    if plain not in _named():
        return None
    file = ASSETS / plain
    keep = FOR_GOOD if asked == _named()[plain] else FOR_AN_HOUR
    return Asset(file.read_bytes(), TYPES[file.suffix], keep)
