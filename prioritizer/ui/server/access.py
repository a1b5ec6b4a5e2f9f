"""Who may open the pages of this server beside the phone pages, and under which names."""

from __future__ import annotations

import ipaddress
import os
import socket
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from http.cookies import CookieError, SimpleCookie

from prioritizer.workflow.workshop.address import LOOPBACK_NAMES, MARKS_OF_PROXIES

# Addresses of the proxy in front, whose X-Forwarded headers are believed. The web server reads
# it too, and by itself would believe any program of this computer.
PROXY_VARIABLE = "FORWARDED_ALLOW_IPS"
# Names under which browsers reach this server, besides addresses and the name of the machine.
HOSTS_VARIABLE = "PRIORITIZER_HOSTS"
# "open" lets everybody in the room use all pages, not only those for phones.
PAGES_VARIABLE = "PRIORITIZER_PAGES"
REMEMBERED_SECONDS = 10.0
MOST_REMEMBERED = 1000


@dataclass(frozen=True, slots=True)
class Doors:
    """What the guards ask: ``hosts`` None allows any name, ``admits`` None any visitor.

    ``admits_from_afar`` asks where ``admits`` is None and a request did not begin on this
    computer; None lets those in too.

    ``has_proxy`` says that X-Forwarded headers come from a proxy of ours; without one they are
    dropped, and the connection is encrypted only if this server ``has_certificate`` itself.
    """

    hosts: frozenset[str] | None = None
    admits: Callable[[str], bool] | None = None
    admits_from_afar: Callable[[str], bool] | None = None
    has_proxy: bool = False
    has_certificate: bool = False

    def knows(self, host: str) -> bool:
        """Return whether a Host header names this server; addresses always do.

        A page elsewhere can point a name of its own at this computer (DNS rebinding), but not
        an address.
        """
        name = bare(host)
        return self.hosts is None or name in self.hosts or _is_address(name)


def began_here(host: str, header_names: Iterable[str]) -> bool:
    """Return whether a request to a server of this computer alone began on this computer.

    Who calls it by another name or address, or has passed a proxy that says so, came from
    elsewhere by way of a program of this computer. Nobody can take such marks of a proxy away.
    """
    return bare(host) in LOOPBACK_NAMES and not any(
        name.startswith(MARKS_OF_PROXIES) for name in header_names
    )


def bare(host: str) -> str:
    """Return a host without its port."""
    name = host.strip().lower()
    if name.startswith("["):
        return name[1:].partition("]")[0]
    return name.rpartition(":")[0] if name.count(":") == 1 else name


def _is_address(name: str) -> bool:
    try:
        ipaddress.ip_address(name)
    except ValueError:
        return False
    return True


def has_proxy() -> bool:
    """Return whether a proxy is named."""
    return bool(os.environ.get(PROXY_VARIABLE))


def has_names() -> bool:
    """Return whether the server was given names under which browsers reach it."""
    return bool(_named())


def _named() -> set[str]:
    named = {name.strip().lower() for name in os.environ.get(HOSTS_VARIABLE, "").split(",")}
    return named - {""}


def known_hosts() -> frozenset[str] | None:
    """Return the names of this server; any, if only a proxy is named."""
    named = _named()
    if has_proxy() and not named:
        return None
    own = socket.gethostname().lower()
    return LOOPBACK_NAMES | named | {own, f"{own}.local"}


def are_pages_for_all(address: str) -> bool:
    """Return whether pages are open to whoever reaches them: on this computer only, or so set.

    Behind a proxy everybody comes from this computer, so there they are closed. A server that
    was given names is reached by others than this computer, so by a proxy, named or not.
    """
    if setting := os.environ.get(PAGES_VARIABLE, ""):
        return setting == "open"
    return bare(address) in LOOPBACK_NAMES and not has_proxy() and not has_names()


def are_pages_for_afar() -> bool:
    """Return whether pages that are open here are so for who comes by way of a proxy too."""
    return os.environ.get(PAGES_VARIABLE, "") == "open"


class Remembered:
    """Asks who is signed in and remembers it for seconds, since a page has many files."""

    def __init__(self, cookie: str, is_leader: Callable[[str], bool]) -> None:
        self._cookie = cookie
        self._is_leader = is_leader
        self._seen: dict[str, tuple[float, bool]] = {}

    def __call__(self, cookies: str) -> bool:
        """Return whether the Cookie header is that of somebody who is signed in."""
        token = _value(cookies, self._cookie)
        if not token:
            return False
        now = time.monotonic()
        found = self._seen.get(token)
        if found is not None and now - found[0] < REMEMBERED_SECONDS:
            return found[1]
        if len(self._seen) >= MOST_REMEMBERED:
            self._seen.clear()
        answer = self._is_leader(token)
        self._seen[token] = (now, answer)
        return answer


def _value(cookies: str, name: str) -> str:
    try:
        found = SimpleCookie(cookies).get(name)
    except CookieError:
        return ""
    return found.value if found is not None else ""
