"""What a store has acknowledged is there after the process was killed."""

from __future__ import annotations

import subprocess
import sys
import time
from pathlib import Path

import pytest

from prioritizer.domain.inventory_value import Value, ValueKind
from prioritizer.domain.site import SiteRegister
from prioritizer.storage.inventory.opening import open_store
from tests.conftest import ROOT
from tests.sweeps import sweep

WRITER = """
import sys
from prioritizer.domain.inventory_value import Value, ValueKind
from prioritizer.storage.inventory.opening import open_store
with open_store(sys.argv[1]) as store:
    for n in range(100_000):
        value = Value(ValueKind.NUMBER, best=float(n))
        number = store.set_value("ponds", "P2", "area_ha", value, who="writer", why="crash")
        print(number, n, flush=True)
"""


@pytest.mark.parametrize("delay_s", sweep([0.2, 0.05, 0.4], every=3))
def test_no_acknowledged_change_is_lost_by_a_kill(
    sqlite_path: Path, two_ponds: SiteRegister, delay_s: float
) -> None:
    with open_store(sqlite_path) as store:
        store.save_inventory("ponds", two_ponds, who="Ada", why="test")
    process = subprocess.Popen(
        [sys.executable, "-c", WRITER, str(sqlite_path)],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert process.stdout is not None
    first = process.stdout.readline()

    time.sleep(delay_s)
    process.kill()
    lines = [first, *process.stdout.read().splitlines(keepends=True)]
    process.wait()
    process.stdout.close()

    acknowledged = [line.split() for line in lines if line.endswith("\n")]
    with open_store(sqlite_path) as store:
        kept = {e.change.number: e.value.after for e in store.history("ponds", "P2", "area_ha")}
    assert len(acknowledged) > 1
    for number, n in acknowledged:
        assert kept[int(number)] == Value(ValueKind.NUMBER, best=float(n), unit="ha")
    assert len(kept) - 1 - len(acknowledged) in (0, 1)
