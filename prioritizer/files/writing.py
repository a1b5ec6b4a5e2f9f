"""The one way to write files: whole beside their place, then moved over it, all or none."""

from __future__ import annotations

import errno
import os
import secrets
from collections.abc import Iterable, Iterator, Mapping
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path

from prioritizer.errors import PrioritizerError
from prioritizer.files.places import Input, is_stream, refuse_inputs, refuse_kind, refuse_place
from prioritizer.files.sqlite_file import COMPANIONS, beside, is_geopackage

NAME_LETTERS = 40  # of the name kept in that of its draft; file systems take 255 bytes


def write_files(
    files: Mapping[Path, bytes],
    inputs: Iterable[Input] = (),
    *,
    overwrite: bool = True,
    makes_folder: bool = False,
) -> None:
    """Write several files, all or none; a file that is there stays until the new one is whole.

    Parameters
    ----------
    inputs
        What the command reads; none of them is written to.
    overwrite
        Whether a file that exists may be replaced.
    makes_folder
        Whether a folder that is missing is made.

    Raises
    ------
    PlaceError
        If nothing may be written to a place.
    PrioritizerError
        If a file exists and may not be replaced, or cannot be written.
    """
    known = tuple(inputs)
    for path, content in files.items():
        refuse_inputs(path, known)
        found = refuse_place(path, makes_folder=makes_folder)
        refuse_kind(path, found, is_geopackage=is_geopackage(content))
    if not overwrite:
        _refuse_present(files)
    if makes_folder:
        _make_folders(files)
    streams = {path for path in files if is_stream(path)}
    with ExitStack() as stack:
        drafts = {
            path: stack.enter_context(_draft(path, content))
            for path, content in files.items()
            if path not in streams
        }
        for path, draft in drafts.items():
            with _told(path):
                draft.replace(path.resolve())
                _settle(path.resolve().parent)
    for path in streams:
        with _told(path), path.open("wb") as stream:
            stream.write(files[path])


def _refuse_present(files: Iterable[Path]) -> None:
    present = sorted((path for path in files if path.exists()), key=lambda path: path.name)
    if present:
        names = ", ".join(path.name for path in present)
        raise PrioritizerError(
            f"{present[0].parent}: found {names} already. Expected a place that is free. "
            "Choose another, or say --overwrite."
        )


def _make_folders(files: Iterable[Path]) -> None:
    for path in files:
        with _told(path):
            path.parent.mkdir(parents=True, exist_ok=True)


@contextmanager
def _draft(path: Path, content: bytes) -> Iterator[Path]:
    """Write content beside its place, as safe on the disk as it gets."""
    with _told(path):
        target = path.resolve()
        if target.exists() and not os.access(target, os.W_OK):
            raise PermissionError(errno.EACCES, os.strerror(errno.EACCES))
    draft = _draft_name(target)
    try:
        with _told(path):
            with draft.open("xb") as file:
                file.write(content)
                file.flush()
                os.fsync(file.fileno())
            if target.exists():
                draft.chmod(target.stat().st_mode & 0o7777)
        yield draft
    finally:
        draft.unlink(missing_ok=True)


def _draft_name(target: Path) -> Path:
    return target.with_name(f".{target.name[:NAME_LETTERS]}.{secrets.token_hex(6)}.part")


@contextmanager
def new_file(target: Path, *, or_leave: bool = False) -> Iterator[Path]:
    """Give the path of a draft; what is made there then gets the name, if that is still free.

    Parameters
    ----------
    or_leave
        Whether a file that another process made meanwhile may stay in place of ours.

    Raises
    ------
    PrioritizerError
        If the folder takes no new file, or the name is taken.
    """
    draft = _draft_name(target.resolve())
    try:
        with _told(target):
            draft.open("xb").close()
            draft.unlink()
        yield draft
        with _told(target), suppress(*((FileExistsError,) if or_leave else ())):
            _name(draft, target)
            _settle(target.parent)
    finally:
        for path in (draft, *(beside(draft, ending) for ending in COMPANIONS)):
            path.unlink(missing_ok=True)


def _name(draft: Path, target: Path) -> None:
    """Give a draft its name, which must be free: a link never replaces anything."""
    try:
        target.hardlink_to(draft)
    except FileExistsError:
        raise
    except OSError as error:  # a file system without links
        if target.exists():
            raise FileExistsError(errno.EEXIST, os.strerror(errno.EEXIST)) from error
        draft.rename(target)


def _settle(folder: Path) -> None:
    """Make sure that names outlast a power cut, where the system lets a folder be opened."""
    with suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


@contextmanager
def _told(path: Path) -> Iterator[None]:
    """Turn a fault of the machine into a message that names the file as it was given."""
    try:
        yield
    except (OSError, RuntimeError) as error:
        reason = getattr(error, "strerror", None) or error
        raise PrioritizerError(
            f"{path}: could not be written ({reason}). Expected a writable place with room. "
            "Check the folder, the rights and the free space. What was there is unchanged."
        ) from None
