"""Runs the parser in a process of its own: limits, progress, cancel, and always an end."""

from __future__ import annotations

import json
import os
import queue
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Collection
from contextlib import suppress
from pathlib import Path
from typing import Any

from prioritizer.domain.imports import ImportOptions, Limits, Progress
from prioritizer.errors import Cancelled, DataError
from prioritizer.readers.imports.words.blocks import Unpacker
from prioritizer.readers.imports.words.outcome import Outcome
from prioritizer.readers.imports.words.records import (
    as_data,
    interpretation_from,
    issue_from,
    match_from,
)
from prioritizer.readers.tables import fault
from prioritizer.shipped import IMPORT_ROOT

# The child needs to find Python and this package, and nothing else of its surroundings.
PASSED_ON = (
    "PATH",
    "SYSTEMROOT",
    "TEMP",
    "TMP",
    "TMPDIR",
    "LANG",
    "LC_ALL",
    "PROJ_DATA",
    "PROJ_LIB",
)
# What reads from a network, another file or a database; and what is read by other code here.
SKIPPED_DRIVERS = (
    "ADBC,AIVector,AmigoCloud,AVCBin,AVCE00,Carto,CSV,CSW,DGN,DXF,EDIGEO,EEDA,"
    "Elasticsearch,ESRIJSON,GDALG,GeoJSONSeq,GeoRSS,GML,GMLAS,GPSBabel,GPX,GTFS,"
    "HTTP,Idrisi,JML,JSONFG,LVBAG,MapInfo File,MapML,MBTiles,MiraMonVector,"
    "MSSQLSpatial,MVT,MySQL,NGW,OAPIF,ODBC,ODS,OGCAPI,OGR_GMT,OGR_PDS,OGR_VRT,"
    "OSM,PCIDSK,PDF,PDS4,PGDUMP,PGeo,PLSCENES,PMTiles,PostgreSQL,S57,Selafin,"
    "SQLite,SXF,TopoJSON,VDV,VFK,VICAR,Walk,WAsP,WFS,XLSX"
)
TICK = 0.1
PARSER = "prioritizer.readers.imports.child"


def parse_in_child(
    path: Path,
    options: ImportOptions,
    analytes: Collection[str],
    *,
    progress: Callable[[Progress], None] | None = None,
    is_cancelled: Callable[[], bool] | None = None,
) -> Outcome:
    """Parse a file in a child process under limits.

    Parameters
    ----------
    progress
        Called with every progress report, in the calling thread.
    is_cancelled
        Asked about ten times a second; true ends the child at once.

    Raises
    ------
    DataError
        If the file is refused, breaks its limits or ends the child.
    Cancelled
        If the caller said so.
    """
    request = {"options": as_data(options), "analytes": sorted(analytes)}
    answer = run_in_child(
        path, request, options.limits, progress=progress, is_cancelled=is_cancelled
    )
    return _outcome(answer)


def run_in_child(
    path: Path,
    request: dict[str, Any],
    limits: Limits,
    *,
    progress: Callable[[Progress], None] | None = None,
    is_cancelled: Callable[[], bool] | None = None,
    parser: str = PARSER,
) -> dict[str, Any]:
    """Let a child process read one file as a request says; return its answer.

    ``parser`` is the module that runs in it.

    Raises
    ------
    DataError
        If the file is refused, breaks its limits or ends the child.
    Cancelled
        If the caller said so.
    """
    if not path.exists():
        raise fault(
            path.name, "no such file", "the path of a file", "Check the name and the folder."
        )
    with tempfile.TemporaryDirectory(prefix="prioritizer-import-") as folder:
        result = Path(folder) / "result.jsonl"
        whole = {**request, "path": str(path.resolve()), "result": str(result)}
        child = _start(folder, parser)
        try:
            _watch(child, whole, path, limits, progress, is_cancelled)
        finally:
            _end(child)
        return _read(result, path, child.returncode)


def _start(folder: str, parser: str) -> subprocess.Popen[str]:
    environment = {name: os.environ[name] for name in PASSED_ON if name in os.environ}
    environment |= {
        "PYTHONPATH": str(IMPORT_ROOT),
        "PYTHONIOENCODING": "utf-8",
        "OPENBLAS_NUM_THREADS": "1",
        "OMP_NUM_THREADS": "1",
        "PROJ_NETWORK": "OFF",
        "PYTHONDONTWRITEBYTECODE": "1",
        "GDAL_SKIP": SKIPPED_DRIVERS,
    }
    return subprocess.Popen(  # noqa: S603 - a module of ours, with no word of the file
        [sys.executable, "-m", parser],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
        encoding="utf-8",
        cwd=folder,
        env=environment,
    )


def _watch(
    child: subprocess.Popen[str],
    request: dict[str, Any],
    path: Path,
    limits: Limits,
    progress: Callable[[Progress], None] | None,
    is_cancelled: Callable[[], bool] | None,
) -> None:
    lines: queue.Queue[str] = queue.Queue()
    threading.Thread(target=_pump, args=(child, lines), daemon=True).start()
    _send(child, request)
    started = last = time.monotonic()
    while child.poll() is None:
        try:
            line = lines.get(timeout=TICK)
        except queue.Empty:
            line = ""
        now = time.monotonic()
        if line:
            last = now
            if progress is not None:
                progress(_progress(line))
        if is_cancelled is not None and is_cancelled():
            raise Cancelled(f"{path.name}: the import was cancelled. Nothing was changed.")
        if now - last > limits.seconds or now - started > limits.total_seconds:
            raise fault(
                path.name,
                f"no end after {now - started:.0f} seconds",
                "a file that can be read in time",
                "Save the table again as plain CSV, or split it.",
            )


def _pump(child: subprocess.Popen[str], lines: queue.Queue[str]) -> None:
    if child.stdout is not None:
        # The pipe is closed under this thread where the child has ended in the meantime.
        with suppress(ValueError):
            for line in child.stdout:
                lines.put(line)


def _send(child: subprocess.Popen[str], request: dict[str, Any]) -> None:
    if child.stdin is not None:
        try:
            child.stdin.write(json.dumps(request) + "\n")
            child.stdin.close()
        except BrokenPipeError:
            # The child is gone already; its return code says so.
            return


def _progress(line: str) -> Progress:
    data = json.loads(line)
    return Progress(str(data["stage"]), int(data["done"]), int(data["total"]))


def _end(child: subprocess.Popen[str]) -> None:
    if child.poll() is None:
        child.kill()
    child.wait()
    for stream in (child.stdin, child.stdout):
        if stream is not None:
            stream.close()


def _read(result: Path, path: Path, code: int) -> dict[str, Any]:
    if code != 0 or not result.exists():
        raise fault(
            path.name,
            f"a file that ended the parser (status {code})",
            "a file that can be read within the limits of time and memory",
            "Save the table again as plain CSV, or split it.",
        )
    unpacker = Unpacker()
    with result.open(encoding="utf-8", newline="\n") as file:
        data: dict[str, Any] = json.loads(file.readline())
        if "refused" in data:
            raise DataError([issue_from(issue) for issue in data["refused"]])
        for line in file:
            block = json.loads(line)
            data.setdefault(block["table"], []).extend(unpacker.rows(block))
    return data


def _outcome(data: dict[str, Any]) -> Outcome:
    data["matches"] = tuple(match_from(item) for item in data["matches"])
    data["interpretations"] = [interpretation_from(item) for item in data["interpretations"]]
    data["issues"] = [issue_from(item) for item in data["issues"]]
    data["header"], data["source_header"] = tuple(data["header"]), tuple(data["source_header"])
    for name in ("rows", "grade_rows"):
        data.setdefault(name, [])
    return Outcome(**data)
