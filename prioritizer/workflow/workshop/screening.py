"""What the projector of a workshop shows, kept so that every server shows the same."""

from __future__ import annotations

from dataclasses import dataclass

from prioritizer.domain.authority import Action, Actor
from prioritizer.domain.workshop import Workshop
from prioritizer.errors import InputError
from prioritizer.storage.workshop.reading import WorkshopReader
from prioritizer.storage.workshop.writing import WorkshopWriter
from prioritizer.workflow.workshop.service import WorkshopService, permit

N_STAGES = 9


@dataclass(frozen=True, slots=True)
class Shown:
    """A stage, from 0, and whether sites bear aliases instead of names."""

    stage: int
    has_aliases: bool


def shown(desk: WorkshopService, actor: Actor, workshop_id: str) -> Shown:
    """Return what the projector shows.

    Raises
    ------
    AccessError
        If the actor does not lead the workshop.
    """

    def look(reader: WorkshopReader) -> Shown:
        permit(reader, actor, Action.SEE_PROGRESS)
        return Shown(*reader.screen())

    return desk.store.see(workshop_id, look)


def show_stage(desk: WorkshopService, actor: Actor, workshop_id: str, stage: int) -> Workshop:
    """Show a stage, from 0.

    Raises
    ------
    InputError
        If there is no such stage.
    """
    if not 0 <= stage < N_STAGES:
        raise InputError(
            f"stage: found {stage}. Expected 0 to {N_STAGES - 1}. Choose one of these."
        )

    def work(writer: WorkshopWriter) -> Workshop:
        workshop = permit(writer, actor, Action.MOVE)
        writer.show(stage=stage)
        return workshop

    return desk.store.change(workshop_id, work)


def show_aliases(
    desk: WorkshopService, actor: Actor, workshop_id: str, *, has_aliases: bool
) -> None:
    """Show aliases instead of the names of sites, or the names again."""

    def work(writer: WorkshopWriter) -> None:
        permit(writer, actor, Action.MOVE)
        writer.show(has_aliases=has_aliases)

    desk.store.change(workshop_id, work)
