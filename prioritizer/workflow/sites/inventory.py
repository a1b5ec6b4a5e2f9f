"""Inventories as people name them: a site table, or ``store#name`` in a file or database."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path

from prioritizer import shipped
from prioritizer.domain.access import cited_sources, restricted_as
from prioritizer.domain.columns import site_columns
from prioritizer.domain.inventory_store import Store
from prioritizer.domain.inventory_value import ASSAY, Value, ValueKind
from prioritizer.domain.own_access import own_names
from prioritizer.domain.pilot_edit import PilotEdit
from prioritizer.domain.reference import Reference
from prioritizer.domain.site import SiteRegister
from prioritizer.domain.site_file import SiteFile
from prioritizer.errors import DataError, InputError, StoreError
from prioritizer.readers.sites import read_sites
from prioritizer.readers.what_was_read import read_as_one
from prioritizer.storage.clock import Clock, utc_now
from prioritizer.storage.database.access import Access
from prioritizer.storage.inventory.opening import open_store
from prioritizer.workflow.sites.own import own_fields

STORE_ENDINGS = frozenset({".db", ".sqlite", ".sqlite3"})


@dataclass(frozen=True, slots=True)
class StoreSpec:
    """A store, and an inventory in it (``name`` or ``name@version``; blank: the only one)."""

    url: str
    reference: str


def is_store(spec: str) -> bool:
    """Return whether a text names a store: a URL, or a file ending like a database."""
    url, _, _ = spec.partition("#")
    return "://" in url or Path(url).suffix.lower() in STORE_ENDINGS


def parse_spec(spec: str) -> StoreSpec:
    """Return the parts of ``store#name``.

    Raises
    ------
    InputError
        If the text names no store.
    """
    if not is_store(spec):
        raise InputError(
            f"{spec}: found no store in it. Expected a file ending in .db or .sqlite, or a "
            "URL, then '#' and the name of an inventory. Write for example sites.db#nordic."
        )
    url, _, reference = spec.partition("#")
    return StoreSpec(url, reference.strip())


def reference_in(store: Store, spec: StoreSpec) -> str:
    """Return the inventory that a spec means, the only one where it names none.

    Raises
    ------
    StoreError
        If it names none and there are several, or none at all.
    """
    if spec.reference:
        return spec.reference
    names = [inventory.name for inventory in store.list_inventories()]
    if len(names) != 1:
        raise StoreError(
            f"{spec.url}: found {len(names)} inventories ({', '.join(names)}). Expected the "
            f"name of one. Write {Path(spec.url).name}#{names[0] if names else 'NAME'}."
        )
    return names[0]


def open_register(
    spec: str | Path, reference: Reference, *, grades: Path | None = None
) -> SiteFile:
    """Return the sites that a text names, and the issues met on the way.

    Parameters
    ----------
    spec
        A site table, ``sample`` for the shipped one, or ``file.db#name``, or a URL with
        ``#name``; ``@version`` may follow.
    grades
        A grades table, for a site table only.

    Raises
    ------
    InputError
        If grades are given for a store, which has its own.
    """
    text = shipped.named_sites(str(spec))
    if not is_store(text):
        return read_sites(Path(text), reference, grades=grades)
    if grades is not None:
        raise InputError(
            f"{grades.name}: found a grades table for a store, which holds its own assays. "
            "Expected one for a site table only. Leave it out."
        )
    parts = parse_spec(text)
    with open_store(parts.url, access=Access.READ) as store:
        name = reference_in(store, parts)
        register = stored_register(store, name)
    return SiteFile(register, (), read_as_one(f"{Path(parts.url).name}#{name}", register))


def make_store(file: Path) -> None:
    """Make the file of a store, and its folder, where there is none.

    Raises
    ------
    StoreError
        If another file stands there, or it cannot be made.
    """
    if not file.exists():
        file.parent.mkdir(parents=True, exist_ok=True)
        open_store(file).close()


def open_to_write(spec: str) -> Store:
    """Open the store that a path or a URL names, to read it and to change it.

    A server gets its tables where there are none; a file has to be there.

    Raises
    ------
    StoreError
        If there is none, it cannot be opened safely, or a newer version of the tool wrote it.
    """
    return open_store(spec, access=Access.MAKE if "://" in spec else Access.WRITE)


def stored_register(store: Store, reference: str) -> SiteRegister:
    """Return an inventory, or a past state of it, with what is restricted today restricted."""
    found = store.load_inventory(reference)
    name, is_past, _ = reference.partition("@")
    if not is_past:
        return found
    present = store.load_inventory(name)
    gone = [site for site in found.sites if site.site_id not in present.by_id()]
    last = tuple(replace(site, texts=_last_access(store, name, site.site_id)) for site in gone)
    return restricted_as(found, replace(present, sites=(*present.sites, *last)))


def restricted_today(store: Store, name: str, register: SiteRegister) -> SiteRegister:
    """Return sites that came from a kept inventory with what is restricted there today."""
    return restricted_as(register, store.load_inventory(name))


def _last_access(store: Store, name: str, site_id: str) -> dict[str, str]:
    """Return what was last said about the access to a site that was removed since."""
    texts: dict[str, str] = {}
    for field in ("access", "restricted_fields"):
        for entry in store.history(name, site_id, field):
            if entry.value.after is not None and entry.value.after.text:
                texts[field] = entry.value.after.text
    return texts


def kept_pilot_edits(spec: str | Path) -> tuple[PilotEdit, ...]:
    """Return the edits of pilot definitions kept with an inventory; none for a site table."""
    text = str(spec)
    if not is_store(text):
        return ()
    parts = parse_spec(text)
    with open_store(parts.url, access=Access.READ) as store:
        return store.pilot_edits(reference_in(store, parts))


def save_register(
    source: Path, spec: str, reference: Reference, *, who: str, why: str, clock: Clock = utc_now
) -> tuple[int, SiteFile]:
    """Save a site table as an inventory; return the change number and what was read.

    Raises
    ------
    DataError
        If a row has an error: an inventory is saved whole or not at all.
    """
    parts = parse_spec(spec)
    read = read_sites(source, reference)
    if read.errors:
        raise DataError(read.errors)
    name = parts.reference or source.stem
    with open_store(parts.url, clock=clock) as store:
        return save_over(store, name, read.register, who=who, why=why), read


def save_over(store: Store, name: str, register: SiteRegister, *, who: str, why: str) -> int:
    """Make an inventory say what a register says; return the change number.

    Raises
    ------
    InputError
        If sources that the register cites, and the inventory knows, would be lost with it.
    """
    if any(kept.name == name for kept in store.list_inventories()):
        cited = {i for site in register.sites for i in cited_sources(site)}
        gone = cited & (store.load_inventory(name).sources.keys() - register.sources.keys())
        if gone:
            shown = ", ".join(sorted(gone)[:5]) + (" …" if len(gone) > 5 else "")
            raise InputError(
                f"inventory '{name}': found {len(gone)} sources ({shown}) that the sites cite "
                "and the new table does not hold. Expected their citations to stay. Put "
                "sources.csv beside the table. Nothing was changed."
            )
    return store.save_inventory(name, register, who=who, why=why)


def restrict(
    store: Store, name: str, site_id: str, fields: tuple[str, ...], *, who: str, why: str
) -> int:
    """Keep a site, or some of its columns, from all others; return the change number.

    Parameters
    ----------
    fields
        Columns to withhold besides those already withheld; none means the whole site.
    """
    if not fields:
        value = Value(ValueKind.TEXT, text="restricted")
        return store.set_value(name, site_id, "access", value, who=who, why=why)
    values = store.values(name, site_id)
    present = values.get("restricted_fields")
    already = [] if present is None else (present.text or "").split(";")
    declared = {column.name: column for column in own_fields(store, name).values()}
    own = own_names(SiteRegister("", (), {}, declared))
    known = {*site_columns(), "assays", *own}
    assays = {field for field in values if field.startswith(ASSAY)}
    assays |= {"/".join(field.split("/")[:2]) for field in assays}
    strangers = [f for f in fields if f not in known | assays]
    if strangers:
        named = ", ".join(sorted(assays)) or f"{ASSAY}Cu, but it has none"
        raise InputError(
            f"restrict, {site_id}: found '{strangers[0]}'. Expected a column of the data "
            f"dictionary, one of your own, 'assays', or an assay that the site has ({named}). "
            "Correct the name."
        )
    text = ";".join(dict.fromkeys(filter(None, (*already, *fields))))
    value = Value(ValueKind.TEXT, text=text)
    return store.set_value(name, site_id, "restricted_fields", value, who=who, why=why)
