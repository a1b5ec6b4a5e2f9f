"""A PIN of six digits that brings a seat back, where the link of the phone is gone.

The PIN follows from the token of the seat, so that the phone can always show it and the store
need not hold it. Of the PIN the store keeps scrypt (RFC 7914) with a salt of its own: whoever
has the file still finds it in hours, for there are a million. It opens a seat from then on; a
ballot that was sealed is found by the old token only, which it does not tell.
"""

from __future__ import annotations

import hashlib
import hmac
import secrets

DIGITS = 6
# 4 MiB and about 10 ms: two hundred phones that join at once are done in seconds.
COST, BLOCK = 2**12, 8


def pin_of(token: str) -> str:
    """Return the PIN of whoever holds a token, as six digits."""
    drawn = hmac.new(token.encode(), b"pin", hashlib.sha256).digest()
    return f"{int.from_bytes(drawn, 'big') % 10**DIGITS:0{DIGITS}d}"


def shown(pin: str) -> str:
    """Return a PIN as people read it, 482 913, on one line."""
    return f"{pin[:3]}\u00a0{pin[3:]}"


def clean(text: str) -> str:
    """Return the digits of a typed PIN, of whatever script; empty if they are not six."""
    digits = "".join(str(int(c)) for c in text if c.isdecimal())
    return digits if len(digits) == DIGITS else ""


def hashed(pin: str) -> str:
    """Return what the store keeps of a PIN: salt and scrypt, 32 and 64 hexadecimal digits."""
    salt = secrets.token_hex(16)
    return f"{salt}${_scrypt(pin, salt)}"


def is_of(pin: str, kept: str) -> bool:
    """Return whether a PIN is the one of which this is kept; it takes as long if it is not."""
    salt, _, digest = kept.partition("$")
    return hmac.compare_digest(_scrypt(pin, salt or "none"), digest)


def _scrypt(pin: str, salt: str) -> str:
    return hashlib.scrypt(pin.encode(), salt=salt.encode(), n=COST, r=BLOCK, p=1).hex()[:64]
