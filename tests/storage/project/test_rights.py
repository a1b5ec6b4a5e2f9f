"""Who was named, or has a link to edit, edits a project; nobody else, and nobody for longer."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from prioritizer.domain.project import NOT_FOUND, NewStates
from prioritizer.errors import AccessError, InputError
from prioritizer.storage.project import rights
from prioritizer.storage.project.store import ProjectStore, new_id
from tests.storage.project.conftest import ADA, BO, made, state

EVE = rights.of_address(" Eve@Example.org ")


def by_address(store: ProjectStore, project_id: str) -> str:
    store.add_editor(project_id, ADA, "eve@example.ORG ")
    return EVE


def by_link(store: ProjectStore, project_id: str) -> str:
    return rights.of_link(store.share(project_id, ADA, "internal", may_edit=True))


@pytest.fixture(params=[by_address, by_link])
def named(request: pytest.FixtureRequest, store: ProjectStore) -> tuple[str, str]:
    """Return a project and a right to edit it."""
    project_id = made(store)
    return project_id, request.param(store, project_id)


def test_an_editor_changes_it_and_the_history_says_who(
    store: ProjectStore, named: tuple[str, str]
) -> None:
    project_id, right = named

    new = NewStates(project_id, right, "", (state("Weights", 2),), who="eve@example.org")
    assert store.save([new], {})[0].refused == ""

    assert store.state(project_id, ADA).choices["n"] == 2
    assert [line.who for line in store.history(project_id, right)] == ["", "eve@example.org"]
    assert store.project(project_id, right).is_own is False
    assert [kept.id for kept in store.projects_to_edit(right)] == [project_id]
    assert store.is_for_several(project_id, ADA)


OWNERS_ALONE: dict[str, Callable[[ProjectStore, str, str], Any]] = {
    "rename": lambda s, p, o: s.rename(p, o, "x"),
    "archive": lambda s, p, o: s.archive(p, o, is_archived=True),
    "delete": lambda s, p, o: s.delete(p, o),
    "share": lambda s, p, o: s.share(p, o, "public"),
    "shares": lambda s, p, o: s.shares(p, o),
    "end_shares": lambda s, p, o: s.end_shares(p, o),
    "editors": lambda s, p, o: s.editors(p, o),
    "add_editor": lambda s, p, o: s.add_editor(p, o, "mallory@example.org"),
    "end_editor": lambda s, p, o: s.end_editor(p, o, "eve@example.org"),
    "own a copy by a right": lambda s, p, o: s.duplicate(p, o, "x"),
}


@pytest.mark.parametrize("name", OWNERS_ALONE)
def test_an_editor_does_nothing_that_is_the_owners(
    store: ProjectStore, named: tuple[str, str], name: str
) -> None:
    project_id, right = named

    with pytest.raises(AccessError, match="not found"):
        OWNERS_ALONE[name](store, project_id, right)

    assert store.project(project_id, ADA).name == "Ponds"
    assert store.projects(right) == ()


def test_an_editor_may_make_a_copy_of_their_own(
    store: ProjectStore, named: tuple[str, str]
) -> None:
    project_id, right = named

    copy = store.duplicate(project_id, right, "Mine", BO)

    assert [kept.id for kept in store.projects(BO)] == [copy]


def test_who_may_edit_no_longer_writes_nothing(
    store: ProjectStore, named: tuple[str, str]
) -> None:
    project_id, right = named
    store.end_editor(project_id, ADA, "eve@example.org")
    store.end_shares(project_id, ADA, may_edit=True)

    new = NewStates(project_id, right, "", (state("Late", 9),))
    assert store.save([new], {})[0].refused == NOT_FOUND

    assert store.state(project_id, ADA).choices["n"] == 1
    assert store.projects_to_edit(right) == ()
    assert not store.is_for_several(project_id, ADA)


def test_a_right_makes_no_project(store: ProjectStore) -> None:
    project_id = new_id()

    new = NewStates(project_id, EVE, "Eve", (state("Start", 1),))
    assert store.save([new], {"t": b"sites"})[0].refused == NOT_FOUND

    assert store.revisions([project_id]) == {project_id: 0}


def test_a_link_to_read_edits_nothing_and_one_to_edit_is_not_read_by(
    store: ProjectStore,
) -> None:
    project_id = made(store)
    to_read = store.share(project_id, ADA, "public")
    to_edit = store.share(project_id, ADA, "internal", may_edit=True)

    for gone in (lambda: store.edited_by_link(to_read), lambda: store.read_shared(to_edit)):
        with pytest.raises(AccessError, match="not found"):
            gone()
    with pytest.raises(AccessError, match="not found"):
        store.state(project_id, rights.of_link(to_read))
    assert store.edited_by_link(to_edit).id == project_id
    store.end_shares(project_id, ADA, may_edit=True)
    assert [share.may_edit for share in store.shares(project_id, ADA)] == [False]


@pytest.mark.parametrize("address", ["", "ada", "a b@example.org", "ada@example", "a@b@c.org"])
def test_what_is_no_address_is_named(store: ProjectStore, address: str) -> None:
    project_id = made(store)

    with pytest.raises(InputError, match="Expected one such as ada@example"):
        store.add_editor(project_id, ADA, address)
