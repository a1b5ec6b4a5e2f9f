"""Phones of a room, and the times of their requests."""

from __future__ import annotations

import http.client
import threading
import time
import urllib.parse
from dataclasses import dataclass, field


@dataclass
class Times:
    """How long requests took, in milliseconds, and what went wrong."""

    name: str
    taken: list[float] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)

    def is_reached(self, goal: float, *, longest: bool = False) -> bool:
        """Return whether the longest, or else nineteen in twenty, are within the goal."""
        taken = sorted(self.taken) or [float("inf")]
        figure = taken[-1] if longest else taken[min(int(len(taken) * 0.95), len(taken) - 1)]
        return figure <= goal and not self.faults

    def line(self, goal: float, *, longest: bool = False) -> str:
        """Return the figures, and whether the goal is reached."""
        taken = sorted(self.taken) or [float("inf")]
        p50, p95, p99 = (
            taken[min(int(len(taken) * q), len(taken) - 1)] for q in (0.5, 0.95, 0.99)
        )
        verdict = "reached" if self.is_reached(goal, longest=longest) else "MISSED"
        which = "longest" if longest else "p95"
        return (
            f"{self.name}: {len(self.taken)} requests, p50 {p50:.0f} ms, p95 {p95:.0f} ms, "
            f"p99 {p99:.0f} ms, longest {taken[-1]:.0f} ms, {len(self.faults)} errors "
            f"{self.faults[:3] or ''}; goal {which} {goal:.0f} ms: {verdict}"
        )


class Phone:
    """A browser that keeps one connection and its cookies."""

    def __init__(self, port: int, cookies: dict[str, str] | None = None) -> None:
        self._connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
        self.cookies = dict(cookies or {})

    def _once(
        self, method: str, path: str, body: str | None, headers: dict[str, str]
    ) -> tuple[http.client.HTTPResponse, str]:
        """Ask once; a connection that the server closed as idle is opened again."""
        for attempt in (1, 2):
            try:
                self._connection.request(method, path, body, headers)
                reply = self._connection.getresponse()
                return reply, reply.read().decode()
            except (BrokenPipeError, http.client.RemoteDisconnected, ConnectionResetError):
                self._connection.close()
                if attempt == 2:
                    raise
        raise AssertionError("unreachable")

    def ask(self, path: str, form: dict[str, str] | None = None) -> tuple[int, str]:
        """Get or post, follow redirects, and return the status and the page."""
        for _ in range(5):
            headers = {"Cookie": "; ".join(f"{k}={v}" for k, v in self.cookies.items())}
            body = None if form is None else urllib.parse.urlencode(form)
            if body is not None:
                headers["Content-Type"] = "application/x-www-form-urlencoded"
            reply, text = self._once("GET" if body is None else "POST", path, body, headers)
            for line in reply.headers.get_all("Set-Cookie") or ():
                name, _, rest = line.partition("=")
                self.cookies[name] = rest.partition(";")[0].strip('"')
            if reply.status != 303:
                return reply.status, text
            path, form = reply.headers["Location"], None
        return 599, "too many redirects"


def timed(times: Times, phone: Phone, path: str, form: dict[str, str] | None, sign: str) -> str:
    """Ask, note the time, and return the page; one without the sign is a fault."""
    begun = time.perf_counter()
    try:
        status, text = phone.ask(path, form)
    except (OSError, http.client.HTTPException) as error:
        times.faults.append(type(error).__name__)
        return ""
    times.taken.append(1000 * (time.perf_counter() - begun))
    if status != 200 or sign not in text:
        times.faults.append(f"{status} {path}")
    return text


def at_times(jobs: list[tuple[float, object]]) -> None:
    """Run each job on a thread of its own at its moment, in seconds from now."""
    start = time.monotonic() + 0.5

    def run(moment: float, job: object) -> None:
        time.sleep(max(0.0, start + moment - time.monotonic()))
        job()  # type: ignore[operator]

    threads = [threading.Thread(target=run, args=entry) for entry in jobs]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
