"""An import that runs beside the page: it tells how far it is, and can be ended."""

from __future__ import annotations

import re
import threading
from itertools import count
from pathlib import Path

from prioritizer.domain.imports import ImportOptions, Progress
from prioritizer.domain.reference import Reference
from prioritizer.errors import Cancelled
from prioritizer.files.uploads import read_together
from prioritizer.ui.shell.text import plain
from prioritizer.workflow.sites.importing import ImportResult, import_file

_NUMBERS = count(1)
_UNSAFE = re.compile(r"[^\w.\- ]+")
MAX_NAME = 80


class ImportJob:
    """One reading of one file under one set of options; a correction is a new job."""

    def __init__(
        self,
        name: str,
        content: bytes,
        options: ImportOptions,
        reference: Reference,
        grades: tuple[str, bytes] | None = None,
    ) -> None:
        self.number = next(_NUMBERS)
        self.name = safe_name(name)
        self.content = content
        # The name and content of a file of grades beside it.
        self.grades = grades
        self.options = options
        self.progress: Progress | None = None
        self._reference = reference
        self._result: ImportResult | None = None
        self._error: Exception | None = None
        self._cancelled = threading.Event()
        self._thread = threading.Thread(target=self._run, daemon=True)
        self._thread.start()

    @property
    def is_done(self) -> bool:
        """Return whether the job has ended, well or not; a cancelled one at once."""
        return self._cancelled.is_set() or not self._thread.is_alive()

    def wait(self, seconds: float) -> bool:
        """Wait for the end; return whether it came."""
        self._thread.join(seconds)
        return self.is_done

    def cancel(self) -> None:
        """End the job as soon as possible; nothing is kept of it."""
        self._cancelled.set()

    def result(self) -> ImportResult:
        """Return what was read, or raise what ended the job.

        Raises
        ------
        DataError
            If the file was refused.
        Cancelled
            If the job was cancelled.
        """
        if self._cancelled.is_set():
            raise Cancelled(f"{self.name}: the import was cancelled. Nothing was changed.")
        if self._error is not None:
            raise self._error
        if self._result is None:
            raise RuntimeError("the job has not ended")
        return self._result

    def again(self, options: ImportOptions) -> ImportJob:
        """Return a new job that reads the same file under other options."""
        return ImportJob(self.name, self.content, options, self._reference, self.grades)

    def _run(self) -> None:
        try:
            self._result = read_together(self._files(), self._read)
        # The thread that waits shows or raises it; here it would be lost.
        except Exception as error:
            self._error = error

    def _files(self) -> dict[str, bytes]:
        beside = {self._grades_name: self.grades[1]} if self.grades else {}
        return {self.name: self.content, **beside}

    @property
    def _grades_name(self) -> str:
        name = safe_name(self.grades[0]) if self.grades else ""
        return f"grades-{name}" if name.casefold() == self.name.casefold() else name

    def _read(self, folder: Path) -> ImportResult:
        return import_file(
            folder / self.name,
            self._reference,
            self.options,
            grades=folder / self._grades_name if self.grades else None,
            progress=self._tell,
            is_cancelled=self._cancelled.is_set,
        )

    def _tell(self, progress: Progress) -> None:
        self.progress = progress


def safe_name(name: str) -> str:
    """Return what a browser calls a file as a harmless file name with the same ending."""
    last = re.split(r"[/\\]", plain(name, limit=200))[-1]
    kept = _UNSAFE.sub("_", last).strip(". ")
    stem, dot, ending = kept.rpartition(".")
    if not dot:
        return kept[:MAX_NAME] or "table"
    return f"{stem[:MAX_NAME] or 'table'}.{ending[:10]}"
