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


def catalogue_files(code: str) -> tuple[Path, ...]:
    """Return where the texts of a language stand: those of a room, those of the ranking."""
    folder = Path(__file__).with_name(code) / "LC_MESSAGES"
    return folder / "phone.po", folder / "screen.po"


@lru_cache(maxsize=len(LANGUAGES))
def _catalogue(code: str) -> NullTranslations:
    """Return the texts of a language, compiled in memory from the files that people edit."""
    if code == SOURCE:
        return NullTranslations()
    first, *others = map(_compiled, catalogue_files(code))
    for other in others:
        first.add_fallback(other)
    return first


def _compiled(file: Path) -> GNUTranslations:
    from babel.messages.mofile import write_mo
    from babel.messages.pofile import read_po

    with file.open("rb") as opened:
        found = read_po(opened, locale=file.parents[1].name)
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


def plural(one: str, many: str) -> tuple[str, str]:
    """Return two texts as they are; the mark says that `counted` chooses between them."""
    return one, many


def counted(texts: tuple[str, str], n: int, /, **values: object) -> str:
    """Return that of two marked texts which ``n`` asks for, with ``values`` at its {places}."""
    return ngettext(*texts, n, **values)


# Beyond so many the forms repeat with the last two digits, in each of our languages (CLDR).
_REPEATS = 100


def forms(texts: tuple[str, str]) -> list[str]:
    """Return all forms of two marked texts in the language spoken, in the order of `places`."""
    found: dict[int, str] = {}
    for n, place in enumerate(places()):
        found.setdefault(place, ngettext(*texts, n))
    return [found[place] for place in sorted(found)]


def places() -> list[int]:
    """Return which form each number from 0 takes; from 200 on, that of 100 and two digits."""
    return list(_places(_SPOKEN.get()))


@lru_cache(maxsize=len(LANGUAGES))
def _places(code: str) -> tuple[int, ...]:
    rule = _catalogue(code)
    if code == SOURCE:
        return tuple(int(n != 1) for n in range(2 * _REPEATS))
    return tuple(int(rule.plural(n)) for n in range(2 * _REPEATS))  # type: ignore[attr-defined]


def decimal_sign() -> str:
    """Return what stands before the decimals in the language spoken."""
    code = _SPOKEN.get()
    return "." if code == SOURCE else _decimal_sign(code)


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
