"""Says texts, numbers and times in the language of whoever reads; English is the source."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import datetime
from functools import lru_cache
from gettext import GNUTranslations, NullTranslations
from io import BytesIO
from pathlib import Path

SOURCE = "en"
# Each language by its code (BCP 47), in its own name.
LANGUAGES = {
    SOURCE: "English",
    "sv": "Svenska",
    "fi": "Suomi",
    "nb": "Norsk",
    "da": "Dansk",
    "ru": "Русский",
}
# Browsers ask for Norwegian under three codes; one catalogue answers them all.
SAME = {"no": "nb", "nn": "nb"}
MOST_ASKED = 20
# Between thousands: a narrow blank at which no line is broken (U+202F).
GAP = "\u202f"
# English of Great Britain: the hours of a day are counted to 24.
_CLDR = {SOURCE: "en_GB"}
_SPOKEN: ContextVar[str] = ContextVar("spoken", default=SOURCE)


def spoken() -> str:
    """Return the code of the language that is spoken here and now."""
    return _SPOKEN.get()


@contextmanager
def speaking(code: str) -> Iterator[None]:
    """Speak a language in this block, in this thread or task only.

    Raises
    ------
    KeyError
        If there is no such language.
    """
    if code not in LANGUAGES:
        raise KeyError(code)
    mark = _SPOKEN.set(code)
    try:
        yield
    finally:
        _SPOKEN.reset(mark)


def speak(code: str) -> None:
    """Speak a language for the rest of this thread or task; English where it is unknown."""
    _SPOKEN.set(code if code in LANGUAGES else SOURCE)


def catalogue_file(code: str) -> Path:
    """Return where the texts of a language stand."""
    return Path(__file__).with_name(code) / "LC_MESSAGES" / "phone.po"


@lru_cache(maxsize=len(LANGUAGES))
def _catalogue(code: str) -> NullTranslations:
    """Return the texts of a language, compiled in memory from the file that people edit."""
    if code == SOURCE:
        return NullTranslations()
    from babel.messages.mofile import write_mo
    from babel.messages.pofile import read_po

    with catalogue_file(code).open("rb") as file:
        found = read_po(file, locale=code)
    compiled = BytesIO()
    write_mo(compiled, found)
    compiled.seek(0)
    return GNUTranslations(compiled)


def gettext(message: str, /, **values: object) -> str:
    """Return a text in the language spoken, with ``values`` at its {places}.

    Without values the places stay as they are. A text that no catalogue has is said as it is.
    """
    text = _catalogue(_SPOKEN.get()).gettext(message) if message else ""
    return text.format(**values) if values else text


def ngettext(one: str, many: str, n: int, /, **values: object) -> str:
    """Return a text in the form that ``n`` asks for, with ``values`` at its {places}."""
    text = _catalogue(_SPOKEN.get()).ngettext(one, many, n)
    return text.format(**values) if values else text


def noop(message: str) -> str:
    """Return a text as it is; the mark says that it is translated where it is shown."""
    return message


def signed(text: str) -> str:
    """Return a number with the decimal sign of the language, and gaps that no line breaks at.

    ``text`` has a decimal point, and blanks between thousands.
    """
    code = _SPOKEN.get()
    if code == SOURCE:
        return text
    return text.replace(".", _decimal_sign(code)).replace(" ", GAP)


@lru_cache(maxsize=len(LANGUAGES))
def _decimal_sign(code: str) -> str:
    from babel.numbers import get_decimal_symbol

    return get_decimal_symbol(code)


def time_of_day(moment: datetime) -> str:
    """Return hours and minutes as the language writes them, in the zone of the moment."""
    from babel.dates import format_time

    code = _SPOKEN.get()
    return format_time(moment, "short", tzinfo=moment.tzinfo, locale=_CLDR.get(code, code))


def asked_for(header: str) -> str:
    """Return the language that an Accept-Language header likes best; blank where we have none.

    RFC 9110, section 12.5.4: ranges with a quality from 0 to 1; the region does not matter.
    """
    liked: list[tuple[float, str]] = []
    for part in header.split(",")[:MOST_ASKED]:
        name, _, quality = part.partition(";")
        primary = name.strip().lower().partition("-")[0]
        code = SAME.get(primary, primary)
        if code in LANGUAGES and (rank := _quality(quality)) > 0:
            liked.append((rank, code))
    return max(liked, key=lambda one: one[0])[1] if liked else ""


def _quality(text: str) -> float:
    name, _, number = text.replace(" ", "").partition("=")
    if name.lower() != "q":
        return 1.0
    try:
        return float(number)
    except ValueError:
        return 0.0
