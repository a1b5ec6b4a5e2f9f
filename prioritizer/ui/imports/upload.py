"""The start of an import: a file or an example, a profile, and how far the reading has come."""

from __future__ import annotations

import streamlit as st
from streamlit.runtime.uploaded_file_manager import UploadedFile

from prioritizer.domain.imports import ImportOptions, Limits
from prioritizer.files.uploads import read_as
from prioritizer.ui.imports import together
from prioritizer.ui.imports.job import ImportJob
from prioritizer.ui.shell import cache as cached
from prioritizer.ui.shell import state
from prioritizer.ui.shell.text import escape_markdown
from prioritizer.workflow.sites.import_choices import with_profile
from prioritizer.workflow.sites.import_examples import example_content, example_names
from prioritizer.workflow.sites.remembered import with_remembered
from prioritizer.workflow.sites.tables import GRADES

MAX_MEGABYTES = 50
# Most files end sooner; until then the page waits and no watch has to start.
PATIENCE = 2.5
KINDS = together.KINDS
WELCOME = (
    "Load a table of sites with the columns, units and coordinates that your register has. "
    "The tool reads CSV in any common encoding, workbooks (XLSX, XLS, XLSB, ODS), GeoPackage, "
    "GeoJSON, FlatGeobuf, KML, Parquet, zipped shapefiles and geodatabases, and its own "
    "exports. It then lists how it understood each column, and how sure it is. A column that "
    "it does not understand is kept unchanged. Nothing leaves the computer that runs the "
    "tool, and **nothing is kept until you say so**."
)


def show() -> None:
    """Draw the choice of a file; starts a job when it is pressed."""
    st.markdown(WELCOME)
    with st.container(border=True):
        file_side, profile_side = st.columns([1.6, 1], gap="large")
        with file_side:
            file = st.file_uploader(
                "Your table",
                type=KINDS,
                key=f"import-file-{state.get('import_round')}",
                max_upload_size=MAX_MEGABYTES,
            )
            example = st.selectbox(
                "or one of the examples that come with the tool",
                example_names(KINDS),
                index=None,
                placeholder="Choose an example",
                key="import-example",
                disabled=file is not None,
            )
        with profile_side:
            profile = st.file_uploader(
                "Profile, optional",
                type=["json", "yaml", "yml"],
                key=f"import-profile-{state.get('import_round')}",
                max_upload_size=1,
                help="Use the decisions that you saved from an earlier import.",
            )
        others = together.choose()
        is_pressed = st.button(
            "Read this file",
            type="primary",
            disabled=file is None and example is None,
            key="import-read",
        )
    if not is_pressed:
        return
    state.put("import_tables", None)
    if file is not None and together.fits(file, others):
        tables = together.read(file, others)
        if not tables.leaves_to_ask:
            _drop_job()
            state.put("import_tables", tables)
            st.rerun()
    options = _options(profile)
    if file is not None:
        beside = others.get(GRADES)
        grades = (beside.name, beside.getvalue()) if beside is not None else None
        start(ImportJob(file.name, file.getvalue(), options, cached.reference(), grades))
    elif example is not None:
        content = example_content(example)
        start(ImportJob(example, content, options, cached.reference()))


def as_any(file_name: str, content: bytes) -> None:
    """Read a table that was read as it stands like any other, and ask what its columns are."""
    state.put("import_tables", None)
    start(ImportJob(file_name, content, _options(None), cached.reference()))


def _options(profile: UploadedFile | None) -> ImportOptions:
    options = ImportOptions(limits=Limits(bytes=MAX_MEGABYTES * 1_000_000), keep_source=True)
    options = with_remembered(options)
    if profile is not None:
        options = _with_profile(profile.name, profile.getvalue(), options)
    return options


def start(job: ImportJob) -> None:
    """Make a job the one of this session and give it a moment."""
    _drop_job()
    state.put("import_job", job)
    with st.spinner("Reading the file …"):
        job.wait(PATIENCE)
    st.rerun()


def _drop_job() -> None:
    before = state.get("import_job")
    if before is not None:
        before.cancel()
    state.put("import_job", None)


@st.fragment(run_every=0.7)
def watch(job: ImportJob) -> None:
    """Show how far a job is, with a way to end it; the page follows when it is done."""
    if job.is_done:
        st.rerun()
    progress = job.progress
    stage = progress.stage if progress is not None else "opening the file"
    text = f"{escape_markdown(job.name)}: {escape_markdown(stage)}"
    share = 0.0
    if progress is not None and progress.total:
        share = min(progress.done / progress.total, 1.0)
        text += f", {progress.done:,} of {progress.total:,}"
    st.progress(share, text)
    st.button(
        "Cancel",
        icon=":material/close:",
        key=f"import-cancel-{job.number}",
        on_click=job.cancel,
    )


def _with_profile(name: str, content: bytes, options: ImportOptions) -> ImportOptions:
    ending = ".json" if name.casefold().endswith(".json") else ".yaml"
    return read_as(f"profile{ending}", content, lambda path: with_profile(path, options))
