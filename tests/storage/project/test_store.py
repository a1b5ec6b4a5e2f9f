"""The project store keeps each state, and gives nothing of one owner to another."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from prioritizer.domain.project import NOT_FOUND, Kept, NewStates
from prioritizer.errors import AccessError, InputError, StoreError
from prioritizer.storage.database.access import Access
from prioritizer.storage.project import rows
from prioritizer.storage.project.schema import STEPS
from prioritizer.storage.project.store import ProjectStore, new_id
from tests.storage.project.conftest import ADA, BO, Clock, made, state


def test_states_come_back_exact_and_in_order(store: ProjectStore) -> None:
    project_id = made(store, state("Start", 1), state("Weights", 2))

    assert [kept.name for kept in store.projects(ADA)] == ["Ponds"]
    found = store.state(project_id, ADA)
    assert found.choices == {"n": 2, "x": 0.1 + 0.2}
    assert (found.line.number, found.line.parent, found.line.said) == (2, 1, "Weights")
    assert store.table(found.table) == b"sites"
    assert [line.said for line in store.history(project_id, ADA)] == ["Start", "Weights"]


def test_after_a_step_back_a_new_choice_loses_nothing(store: ProjectStore) -> None:
    project_id = made(store, state("Start", 1), state("Weights", 2))

    assert store.go_to(project_id, ADA, 1).choices["n"] == 1
    store.save([NewStates(project_id, ADA, "", (state("Method", 3),))], {})

    lines = store.history(project_id, ADA)
    assert [(line.number, line.parent) for line in lines] == [(1, 0), (2, 1), (3, 1)]
    assert store.state(project_id, ADA).choices["n"] == 3
    assert store.state(project_id, ADA, 2).choices["n"] == 2


def test_what_pages_fill_in_makes_no_step(store: ProjectStore) -> None:
    project_id = made(store, state("Start", 1), state("", 5, is_quiet=True))

    assert len(store.history(project_id, ADA)) == 1
    assert store.state(project_id, ADA).choices["n"] == 5


def test_the_oldest_states_go_but_for_named_ones(
    store: ProjectStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rows, "MOST_STATES", 3)
    project_id = made(store, state("Start", 1), state("second", 2))
    store.name_state(project_id, ADA, 2, "for the county")

    for n in range(3, 8):
        store.save([NewStates(project_id, ADA, "", (state(str(n), n),))], {})

    kept = store.history(project_id, ADA)
    assert [line.number for line in kept] == [2, 5, 6, 7]
    assert kept[0].name == "for the county"


ASKED: dict[str, Callable[[ProjectStore, str, str], Any]] = {
    "project": lambda s, p, o: s.project(p, o),
    "state": lambda s, p, o: s.state(p, o),
    "history": lambda s, p, o: s.history(p, o),
    "go_to": lambda s, p, o: s.go_to(p, o, 1),
    "name_state": lambda s, p, o: s.name_state(p, o, 1, "x"),
    "rename": lambda s, p, o: s.rename(p, o, "x"),
    "archive": lambda s, p, o: s.archive(p, o, is_archived=True),
    "duplicate": lambda s, p, o: s.duplicate(p, o, "x"),
    "delete": lambda s, p, o: s.delete(p, o),
    "share": lambda s, p, o: s.share(p, o, "public"),
    "shares": lambda s, p, o: s.shares(p, o),
    "end_shares": lambda s, p, o: s.end_shares(p, o),
    "editors": lambda s, p, o: s.editors(p, o),
    "add_editor": lambda s, p, o: s.add_editor(p, o, "eve@example.org"),
    "end_editor": lambda s, p, o: s.end_editor(p, o, "ada@example.org"),
    "is_for_several": lambda s, p, o: s.is_for_several(p, o),
}


def test_every_method_that_names_a_project_is_asked_here() -> None:
    named = {
        name
        for name in vars(ProjectStore)
        if not name.startswith("_") and "project_id" in _arguments(name)
    }
    assert named == set(ASKED)


def _arguments(name: str) -> tuple[str, ...]:
    return getattr(getattr(ProjectStore, name), "__code__", None).co_varnames[:3]  # type: ignore[union-attr]


@pytest.mark.parametrize("name", ASKED)
def test_anothers_id_opens_nothing_and_says_nothing(store: ProjectStore, name: str) -> None:
    project_id = made(store)
    before = store.project(project_id, ADA)

    said = set()
    for asked, owner in ((project_id, BO), (project_id, ""), (new_id(), BO)):
        with pytest.raises(AccessError) as refused:
            ASKED[name](store, asked, owner)
        said.add(str(refused.value))

    assert said == {NOT_FOUND}
    assert store.project(project_id, ADA) == before
    assert store.projects(BO) == store.projects("") == ()


def test_a_state_sent_for_anothers_project_changes_nothing(store: ProjectStore) -> None:
    project_id = made(store)

    store.save([NewStates(project_id, BO, "mine now", (state("Stolen", 9),))], {})

    assert store.state(project_id, ADA).choices["n"] == 1
    assert store.projects(BO) == ()


def test_two_who_change_it_at_once_stand_beside_each_other(store: ProjectStore) -> None:
    project_id = made(store)
    seen = store.project(project_id, ADA).revision

    def save(said: str, n: int) -> Kept:
        one = NewStates(project_id, ADA, "", (state(said, n),), seen=seen, parent=1)
        return store.save([one], {})[0]

    first, second = save("of the first", 2), save("of the second", 3)

    assert (first.other, second.other) == (0, first.current)
    assert second.revision == store.project(project_id, ADA).revision == seen + 2
    lines = store.history(project_id, ADA)
    assert [(line.said, line.parent) for line in lines[1:]] == [
        ("of the first", 1),
        ("of the second", 1),
    ]
    assert store.state(project_id, ADA).choices["n"] == 3
    assert store.go_to(project_id, ADA, second.other).choices["n"] == 2
    assert store.revisions([project_id, "none"]) == {project_id: seen + 3, "none": 0}


def test_what_pages_fill_in_does_not_put_aside_what_another_chose(
    store: ProjectStore,
) -> None:
    project_id = made(store)
    seen = store.project(project_id, ADA).revision
    store.save([NewStates(project_id, ADA, "", (state("chosen", 2),))], {})

    late = state("", 9, is_quiet=True)
    store.save([NewStates(project_id, ADA, "", (late,), seen=seen, parent=1)], {})

    assert store.state(project_id, ADA).choices["n"] == 2
    assert store.state(project_id, ADA, 1).choices["n"] == 1


def test_a_store_of_the_first_schema_is_brought_forward(file: Path) -> None:
    with_file = ProjectStore.open(str(file), clock=Clock())
    project_id = made(with_file)
    with_file.close()
    with sqlite3.connect(file) as connection:
        for table, column in (
            ("project", "revision"),
            ("project", "n_bytes"),
            ("project_state", "who"),
            ("project_share", "may_edit"),
        ):
            connection.execute(f"ALTER TABLE {table} DROP COLUMN {column}")
        connection.execute("DROP TABLE project_editor")
        connection.execute("DELETE FROM project_schema WHERE number = 2")

    again = ProjectStore.open(str(file), clock=Clock())

    assert again.state(project_id, ADA).choices["n"] == 1
    again.add_editor(project_id, ADA, "bo@example.org")
    assert (file.parent / "projects.db.schema-1.backup").exists()


def test_a_copy_is_a_project_of_its_own(store: ProjectStore) -> None:
    project_id = made(store, state("Start", 1), state("Weights", 2))

    copy = store.duplicate(project_id, ADA, "Ponds, dry year")
    store.delete(project_id, ADA)

    assert [kept.name for kept in store.projects(ADA)] == ["Ponds, dry year"]
    assert store.state(copy, ADA).choices["n"] == 2
    assert store.table("t") == b"sites"


def test_what_is_deleted_is_gone_with_its_table_and_its_links(store: ProjectStore) -> None:
    project_id = made(store)
    secret = store.share(project_id, ADA, "public")

    store.delete(project_id, ADA)

    for gone in (lambda: store.table("t"), lambda: store.read_shared(secret)):
        with pytest.raises(AccessError):
            gone()


def test_names_and_the_archive(store: ProjectStore) -> None:
    project_id = made(store)
    store.rename(project_id, ADA, "  Two \n words ")
    store.archive(project_id, ADA, is_archived=True)

    found = store.project(project_id, ADA)
    assert (found.name, found.is_archived) == ("Two words", True)
    with pytest.raises(InputError, match="name: found none"):
        store.rename(project_id, ADA, " ")


def test_a_link_reads_until_it_is_ended(store: ProjectStore) -> None:
    project_id = made(store)
    secret = store.share(project_id, ADA, "public")

    found, one, share = store.read_shared(secret)
    assert (found.id, one.choices["n"], share.audience) == (project_id, 1, "public")
    store.end_shares(project_id, ADA)

    with pytest.raises(AccessError, match="not found"):
        store.read_shared(secret)


def test_who_reads_the_file_can_use_no_link(file: Path) -> None:
    with_file = ProjectStore.open(str(file), clock=Clock())
    project_id = made(with_file)
    secret = with_file.share(project_id, ADA, "public")
    with_file.close()

    assert secret.encode() not in file.read_bytes()
    with pytest.raises(AccessError):
        ProjectStore.open(str(file)).read_shared(project_id)


def test_only_the_owner_of_the_computer_reads_the_file(file: Path) -> None:
    made(ProjectStore.open(str(file), clock=Clock()))

    for path in file.parent.glob("projects.db*"):
        assert path.stat().st_mode & 0o077 == 0, path.name


def test_a_store_of_a_newer_version_is_left_alone(file: Path) -> None:
    ProjectStore.open(str(file)).close()
    with sqlite3.connect(file) as connection:
        newest = STEPS[-1].number + 1
        connection.execute("INSERT INTO project_schema VALUES (?, 'x', 'y')", (newest,))

    with pytest.raises(StoreError, match="newer version"):
        ProjectStore.open(str(file))


def test_a_missing_store_is_made_only_by_who_may(file: Path) -> None:
    with pytest.raises(StoreError, match="found no such file"):
        ProjectStore.open(str(file), access=Access.WRITE)
    assert not file.exists()


def going_on(store: ProjectStore, project_id: str, said: str, n: int) -> list[tuple[Any, ...]]:
    """Go on with the gesture that led to the state in force; return the history then."""
    found = store.project(project_id, ADA)
    more = state(said, n, is_more=True)
    seen, parent = found.revision, found.current
    store.save([NewStates(project_id, ADA, "", (more,), seen=seen, parent=parent)], {})
    return [(line.number, line.said) for line in store.history(project_id, ADA)]


def test_a_gesture_that_goes_on_is_one_step(store: ProjectStore) -> None:
    project_id = made(store, state("Start", 1), state("Grade 20 → 30", 2))
    before = store.project(project_id, ADA).revision

    assert going_on(store, project_id, "Grade 20 → 50", 3) == [
        (1, "Start"),
        (2, "Grade 20 → 50"),
    ]

    assert store.state(project_id, ADA).choices["n"] == 3
    assert store.project(project_id, ADA).revision == before + 1


@pytest.mark.parametrize("between", ["named", "changed", "gone back", "begun"])
def test_a_gesture_goes_on_in_no_state_that_somebody_may_miss(
    store: ProjectStore, between: str
) -> None:
    project_id = made(store, state("Start", 1), state("Grade 20 → 30", 2))
    if between == "named":
        store.name_state(project_id, ADA, 2, "for the county")
    elif between == "changed":
        store.save([NewStates(project_id, ADA, "", (state("Method", 3),))], {})
        store.go_to(project_id, ADA, 2)
    elif between == "gone back":
        store.go_to(project_id, ADA, 1)
    else:
        project_id = made(store, state("Start", 1))
    kept = store.history(project_id, ADA)

    found = going_on(store, project_id, "Grade 20 → 50", 4)

    assert found[: len(kept)] == [(line.number, line.said) for line in kept]
    assert found[len(kept) :] == [(len(kept) + 1, "Grade 20 → 50")]


def test_a_gesture_that_somebody_else_has_overtaken_stands_beside(store: ProjectStore) -> None:
    project_id = made(store, state("Start", 1), state("Grade 20 → 30", 2))
    seen = store.project(project_id, ADA).revision
    store.save([NewStates(project_id, ADA, "", (state("of another", 3),))], {})

    more = state("Grade 20 → 50", 4, is_more=True)
    (kept,) = store.save([NewStates(project_id, ADA, "", (more,), seen=seen, parent=2)], {})

    assert kept.other == 3
    assert [(one.said, one.parent) for one in store.history(project_id, ADA)][1:] == [
        ("Grade 20 → 30", 1),
        ("of another", 2),
        ("Grade 20 → 50", 2),
    ]
