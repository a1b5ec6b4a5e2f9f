"""Hashes that bind a record together: chain of entries, root of ballots, receipt."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

GENESIS = "0" * 64


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of a workshop's log; ``body`` is canonical JSON and ``at`` part of it."""

    seq: int
    body: str
    prev: str
    hash: str


def sha256(text: str) -> str:
    """Return the SHA-256 of a text in UTF-8 as 64 hexadecimal digits."""
    return hashlib.sha256(text.encode("utf-8")).hexdigest()


def link(seq: int, prev: str, body: str) -> str:
    """Return the hash of an entry: SHA-256 over number, hash before, and body."""
    return sha256(f"{seq}|{prev}|{body}")


def next_entry(last: Entry | None, body: str) -> Entry:
    """Return the entry that follows another."""
    seq, prev = (last.seq + 1, last.hash) if last else (1, GENESIS)
    return Entry(seq, body, prev, link(seq, prev, body))


def chain_faults(entries: Iterable[Entry]) -> list[str]:
    """Return what is wrong with a chain, entry by entry; empty if it holds."""
    faults, prev, expected = [], GENESIS, 1
    for entry in entries:
        if entry.seq != expected:
            faults.append(f"log entry {expected}: found number {entry.seq} in its place")
        if entry.prev != prev:
            faults.append(f"log entry {entry.seq}: does not follow the entry before it")
        if entry.hash != link(entry.seq, entry.prev, entry.body):
            faults.append(f"log entry {entry.seq}: its content does not match its hash")
        prev, expected = entry.hash, entry.seq + 1
    return faults


def merkle_root(digests: Sequence[str]) -> str:
    """Return the Merkle root of digests in their given order; GENESIS for none.

    Leaves and nodes are hashed with different first letters, as in RFC 6962 section 2.1; an odd
    node moves up unpaired.
    """
    level = [sha256(f"leaf|{digest}") for digest in digests]
    if not level:
        return GENESIS
    while len(level) > 1:
        pairs = [level[i : i + 2] for i in range(0, len(level), 2)]
        level = [
            sha256(f"node|{'|'.join(pair)}") if len(pair) == 2 else pair[0] for pair in pairs
        ]
    return level[0]


def salt_of(client_key: str) -> str:
    """Return the salt of an anonymous ballot.

    It follows from the key that only the phone keeps, so that a phone whose confirmation was
    lost finds its ballot again after the sealing, and nobody else can.
    """
    return sha256(f"salt|{client_key}")


def ballot_digest(salt: str, body: str) -> str:
    """Return the digest of an anonymous ballot, which is its receipt."""
    return sha256(f"ballot|{salt}|{body}")
