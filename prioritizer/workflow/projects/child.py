"""The process that reads an untrusted file of a project: limits first, then one file.

Started by `walled` as ``python -m prioritizer.workflow.projects.child``; reads a request from
standard input, writes lines of progress to standard output and the answer, one line of JSON, to
the path given.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

from prioritizer.readers.imports.child import limit_resources


def main() -> None:
    """Read one file as the request says."""
    request = json.loads(sys.stdin.readline())
    limits = request["limits"]
    limit_resources(int(limits["memory_bytes"]), float(limits["total_seconds"]))
    answer = answer_to(Path(request["path"]))
    Path(request["result"]).write_text(json.dumps(answer) + "\n", encoding="utf-8")


def answer_to(path: Path) -> dict[str, Any]:
    """Return the sections of the project in a file, or why there is none."""
    from prioritizer.errors import PrioritizerError
    from prioritizer.readers.reference import read_reference
    from prioritizer.workflow.projects import document
    from prioritizer.workflow.projects.opening_files import project_in

    try:
        found = project_in(path.read_bytes(), read_reference(), progress=_tell)
        sections = {**document.sections_of(found), "fingerprint": found.fingerprint}
    except PrioritizerError as error:
        return {"words": str(error)}
    except (MemoryError, RecursionError):
        return {"words": "project: found a file that takes more memory than opening one may."}
    except Exception as error:
        # The last resort: whatever a file did to a reader, the person gets a sentence.
        return {
            "words": f"project: found a file that could not be followed "
            f"({type(error).__name__}). Expected one as this tool saved it. Nothing was opened."
        }
    return {"project": sections}


def _tell(done: int, total: int) -> None:
    print(json.dumps({"stage": "check", "done": done, "total": total}), flush=True)  # noqa: T201


if __name__ == "__main__":
    main()
