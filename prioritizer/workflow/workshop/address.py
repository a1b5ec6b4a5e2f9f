"""The address of this computer in its network, by which phones in the room reach it."""

from __future__ import annotations

import socket

LOOPBACK = ("127.0.0.1", "localhost", "::1", "[::1]")
LOOPBACK_NAMES = frozenset({"localhost", "127.0.0.1", "::1"})
# Headers by which proxies say that they passed a request on.
MARKS_OF_PROXIES = (
    "x-forwarded-",
    "forwarded",
    "via",
    "x-real-ip",
    "x-client-ip",
    "true-client-ip",
    "x-original-",
    "cf-",
    "fly-",
)
# Set aside for examples (RFC 5737): no computer has it.
FAR_AWAY = "192.0.2.1"


def own_address() -> str:
    """Return the address of this computer in its network; loopback where it is in none.

    Naming a far address as the goal sends nothing; it only chooses the way out.
    """
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as way:
        try:
            way.connect((FAR_AWAY, 9))
            return str(way.getsockname()[0])
        except OSError:
            return LOOPBACK[0]
