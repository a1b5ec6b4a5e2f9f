"""The process that parses an untrusted file: limits first, then one file, result as JSON.

Started by :mod:`sandbox` as ``python -m prioritizer.readers.imports.child``; reads a request
from standard input, writes progress lines to standard output and the result to the path given.
"""

from __future__ import annotations

import gc
import json
import sys
import time
from pathlib import Path
from typing import Any

EXPECTED = "a file that can be read within the limits"
REPORT_SECONDS = 0.2
# What is handed over in blocks, because it grows with the file.
TABLES = ("rows", "grade_rows", "source_rows")


def limit_resources(memory_bytes: int, seconds: float) -> None:
    """Limit memory, processor time and written bytes of this process, where the system can."""
    try:
        import resource
    except ImportError:
        return
    wanted = (
        ("RLIMIT_AS", memory_bytes),
        ("RLIMIT_CPU", int(seconds) + 5),
        ("RLIMIT_FSIZE", 2_000_000_000),
        ("RLIMIT_CORE", 0),
    )
    for name, value in wanted:
        try:
            which = getattr(resource, name)
            hard = resource.getrlimit(which)[1]
            value = value if hard == resource.RLIM_INFINITY else min(value, hard)
            resource.setrlimit(which, (value, value))
        except (AttributeError, OSError, ValueError):
            # The parent still watches the clock; some systems refuse some limits.
            continue


def _report() -> Any:
    last = 0.0

    def report(stage: str, done: int, total: int) -> None:
        nonlocal last
        now = time.monotonic()
        if now - last >= REPORT_SECONDS:
            last = now
            sys.stdout.write(json.dumps({"stage": stage, "done": done, "total": total}) + "\n")
            sys.stdout.flush()

    return report


def main() -> None:
    """Read one file as the request says."""
    # Nothing that a parser makes is a circle, and the process ends with its one file.
    gc.disable()
    request = json.loads(sys.stdin.readline())
    limits = request.get("limits") or request["options"]["limits"]
    limit_resources(int(limits["memory_bytes"]), float(limits["total_seconds"]))
    result = Path(request["result"])
    try:
        _write(result, _answer(request))
    except MemoryError:
        found = "more memory needed than one import may use"
        hint = "Split the file, or save it as CSV."
        _write(result, {"refused": [_issue(request, found, hint)]})
    except RecursionError:
        hint = "Export the table again."
        _write(result, {"refused": [_issue(request, "data nested too deep", hint)]})


def _write(result: Path, answer: dict[str, Any]) -> None:
    """Write an answer: a line without its long tables, then these in blocks, a line each."""
    from prioritizer.readers.imports.words.blocks import ROWS_AT_ONCE, blocks_of

    report = _report()
    tables = {name: answer.pop(name) for name in TABLES if name in answer}
    with result.open("w", encoding="utf-8", errors="replace", newline="\n") as file:
        file.write(_line(answer))
        for name, rows in tables.items():
            for number, block in enumerate(blocks_of(rows)):
                file.write(_line({"table": name, **block}))
                report("handing over rows", number * ROWS_AT_ONCE, len(rows))


def _line(data: dict[str, Any]) -> str:
    return json.dumps(data, ensure_ascii=False, allow_nan=False) + "\n"


def _answer(request: dict[str, Any]) -> dict[str, Any]:
    from dataclasses import asdict

    from prioritizer.errors import DataError

    try:
        return _layer(request) if request.get("task") == "layer" else _table(request)
    except DataError as error:
        return {"refused": [asdict(issue) for issue in error.issues]}
    except (MemoryError, RecursionError):
        raise
    except Exception as error:
        # The last resort: whatever a file did to a parser, the user gets a sentence.
        found = f"a file that could not be followed ({type(error).__name__})"
        hint = "Save the table again as plain CSV, and report this file."
        return {"refused": [_issue(request, found, hint)]}


def _table(request: dict[str, Any]) -> dict[str, Any]:
    from prioritizer.readers.imports.reading import read_file
    from prioritizer.readers.imports.words.records import options_from

    outcome = read_file(
        Path(request["path"]),
        options_from(request["options"]),
        request["analytes"],
        _report(),
    )
    return {name: _data(getattr(outcome, name)) for name in outcome.__dataclass_fields__}


def _layer(request: dict[str, Any]) -> dict[str, Any]:
    from prioritizer.readers.imports.places.layer_distances import measure_layer

    return measure_layer(Path(request["path"]), request["points"], _report())


def _data(value: Any) -> Any:
    from dataclasses import asdict, is_dataclass

    if isinstance(value, list | tuple) and value and is_dataclass(value[0]):
        return [asdict(item) for item in value]
    return value


def _issue(request: dict[str, Any], found: str, hint: str) -> dict[str, Any]:
    return {
        "severity": "error",
        "file": Path(request["path"]).name,
        "row": None,
        "column": None,
        "found": found,
        "expected": EXPECTED,
        "hint": hint,
    }


if __name__ == "__main__":
    main()
