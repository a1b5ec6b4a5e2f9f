"""The import page: a file, what was understood, what to correct, what to do with it."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from pathlib import PurePath

import streamlit as st

from prioritizer.errors import Cancelled, DataError
from prioritizer.ui.imports import choices as import_choices
from prioritizer.ui.imports import corrections as import_corrections
from prioritizer.ui.imports import findings as import_findings
from prioritizer.ui.imports import memory as import_memory
from prioritizer.ui.imports import together
from prioritizer.ui.imports import upload as import_upload
from prioritizer.ui.imports.job import ImportJob
from prioritizer.ui.inventories import keep_form
from prioritizer.ui.parts import issue_list
from prioritizer.ui.shell import faults, fresh, markup, session, state, theme
from prioritizer.ui.shell.cache import Inventory
from prioritizer.ui.shell.text import escape_markdown
from prioritizer.workflow.sites.importing import ImportResult

RANKING = "prioritizer/ui/pages/ranking.py"
INVENTORIES = "prioritizer/ui/pages/inventories.py"


def show() -> None:
    """Draw the page."""
    session.start(session.criteria())
    theme.apply_evidence()
    st.title("Import a table of sites", anchor=False)
    with faults.contained():
        import_upload.show()
    notice = state.pop_notice()
    if notice:
        st.success(notice, icon=":material/check:")
    tables: together.TablesRead | None = state.get("import_tables")
    if tables is not None:
        _read_together(tables)
    job: ImportJob | None = state.get("import_job")
    if job is None:
        return
    if not job.is_done:
        import_upload.watch(job)
        return
    try:
        result = job.result()
    except Cancelled as error:
        st.info(escape_markdown(str(error)), icon=":material/cancel:")
    except DataError as error:
        _refused(job, error)
    else:
        _read(job, result)


def _read_together(tables: together.TablesRead) -> None:
    together.show(tables)
    if tables.inventory is not None:
        _offer(tables.inventory, tables.name)
    with faults.contained():
        if together.issues(tables):
            import_upload.as_any(tables.name, tables.content)


def _refused(job: ImportJob, error: DataError) -> None:
    st.error(
        "The file was refused as a whole; nothing was changed. The places below say why.",
        icon=":material/report:",
    )
    issue_list.show(error.issues)
    _choose(job, None)


def _read(job: ImportJob, result: ImportResult) -> None:
    import_findings.summary(result)
    own = _inventory(job, result, PurePath(job.name).stem)
    import_findings.preview(result, content=own.digest)
    _use(job, own)
    import_findings.issues(result)
    with faults.contained():
        corrected = import_corrections.show(job, result)
        if corrected is not None:
            import_upload.start(job.again(corrected))
    import_findings.decisions(result)
    _choose(job, result)
    import_choices.save_profile(job, result)
    with faults.contained():
        import_memory.show(job, result)


def _choose(job: ImportJob, result: ImportResult | None) -> None:
    with faults.contained():
        options = import_choices.show(job, result)
        if options is not None:
            import_upload.start(job.again(options))


def _use(job: ImportJob, own: Inventory) -> None:
    if not own.register.sites:
        st.warning(
            "No row could be read as a site, so there is nothing to use yet. See the faults "
            "and the columns below.",
            icon=":material/warning:",
        )
        return
    _offer(own, job.name)


def _offer(inventory: Inventory, name: str) -> None:
    """Draw the ways to go on with what was read: use it now, or keep it."""
    register = inventory.register
    with st.container(border=True):
        use, keep = st.columns([1, 1.7], gap="large")
        with use:
            st.subheader("Use it now", anchor=False)
            markup.draw(
                markup.note(f"Rank it, look at it, export it. It is {fresh.where_kept()}.")
            )
            if st.button(
                "Rank this site" if len(register) == 1 else f"Rank these {len(register)} sites",
                type="primary",
                key="import-use",
                icon=":material/leaderboard:",
            ):
                session.use_inventory(inventory)
                state.put("enrich_said", "")
                st.switch_page(RANKING)
        with keep:
            st.subheader("Keep it", anchor=False)
            markup.draw(
                markup.note(
                    "On this computer, with every later change, who made it and why. Values "
                    "can be edited, taken back, compared and merged."
                )
            )
            keep_form.show(
                register, name=PurePath(name).stem, why=f"import of {name}", key="import"
            )


def _inventory(job: ImportJob, result: ImportResult, title: str) -> Inventory:
    text = f"{result.outcome.sha256}\0{job.name}\0{job.options!r}"
    digest = hashlib.sha256(text.encode("utf-8", errors="replace")).hexdigest()
    register = replace(result.register, title=title)
    return Inventory(digest, register, result.issues, is_sample=False)


show()
