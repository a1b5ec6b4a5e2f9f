"""The process that parses an untrusted file: limits first, then one file, the result as JSON.

Started by :mod:`sandbox` as ``python -m prioritizer.readers.imports.child``; reads a request
from standard input, writes progress lines to standard output and the result to the path given.
"""

from __future__ import annotations

import json
import sys
import time
from pathlib import Path
from typing import Any

EXPECTED = "a file that can be read within the limits"
REPORT_SECONDS = 0.2


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
    request = json.loads(sys.stdin.readline())
    limits = request.get("limits") or request["options"]["limits"]
    limit_resources(int(limits["memory_bytes"]), float(limits["total_seconds"]))
    try:
        answer = _answer(request)
        text = json.dumps(answer, ensure_ascii=False, allow_nan=False)
    except MemoryError:
        text = json.dumps(
            {
                "refused": [
                    _issue(
                        request,
                        "more memory needed than one import may use",
                        "Split the file, or save it as CSV.",
                    )
                ]
            }
        )
    except RecursionError:
        text = json.dumps(
            {"refused": [_issue(request, "data nested too deep", "Export the table again.")]}
        )
    Path(request["result"]).write_text(text, encoding="utf-8", errors="replace")


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
