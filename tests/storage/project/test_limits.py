"""One owner cannot fill a store that others use, and is told what to do."""

from __future__ import annotations

import secrets

import pytest

from prioritizer.domain.project import NewStates
from prioritizer.errors import RefusedError
from prioritizer.storage.project import limits
from prioritizer.storage.project.store import ProjectStore, new_id
from tests.storage.project.conftest import ADA, BO, made, state


def test_one_owner_has_so_many_projects_and_others_go_on(
    store: ProjectStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(limits, "MOST_PROJECTS", 2)
    first = made(store)
    made(store)

    more = [NewStates(new_id(), whose, "More", (state("Start", 1),)) for whose in (ADA, BO)]
    refused, kept = store.save(more, {"t": b"sites"})

    assert refused.refused.startswith("You have 2 projects. At most 2 are kept.")
    assert kept.refused == ""
    assert len(store.projects(BO)) == 1
    with pytest.raises(RefusedError, match="You have 2 projects"):
        store.duplicate(first, ADA, "Copy")
    # What is there goes on, and room that is made is room.
    change = NewStates(first, ADA, "", (state("Weights", 2),))
    assert store.save([change], {})[0].refused == ""
    store.delete(first, ADA)
    made(store)


def test_one_owner_has_so_many_bytes(
    store: ProjectStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(limits, "MOST_BYTES", 20_000)
    content = secrets.token_bytes(15_000)
    project_id = made(store)

    def put(digest: str) -> str:
        one = NewStates(project_id, ADA, "", (state("Sites", 2, table=digest),))
        return store.save([one], {digest: content})[0].refused

    assert put("big") == ""
    assert put("big") == ""
    assert put("bigger").startswith("Your projects hold 0.0 MB with this change.")
    assert not store.has_table("bigger")


def test_states_count_too(store: ProjectStore, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "MOST_BYTES", 100)
    project_id = made(store)

    said = ""
    for n in range(10):
        one = NewStates(project_id, ADA, "", (state(str(n), n),))
        said = said or store.save([one], {})[0].refused

    assert said.startswith("Your projects hold")
