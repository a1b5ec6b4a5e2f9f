"""Active facilities are told from historical ones, by code or by words of many languages."""

from __future__ import annotations

import pytest

from prioritizer.domain.facilities import Facilities
from prioritizer.domain.site import Site, SiteRegister
from prioritizer.workflow.ranking.activity import (
    FEWEST_UNSAID,
    activity,
    is_active,
    of_status,
    ranked_sentence,
    set_aside,
    unsaid_sentence,
)


def site(status: str, code: str = "", name: str = "A") -> Site:
    return Site(name, name, site_activity=code, texts={"site_status": status})


@pytest.mark.parametrize(
    "words",
    [
        "Active", "operating, thickened tailings", "In operation since 1998", "i drift",
        "toiminnassa", "in Betrieb", "en activité", "En operación", "Em operação", "Ativa",
        "действующее", "v provozu", "eksploatowany", "aktif", "运行", "reprocessing project",
    ],
)  # fmt: skip
def test_what_runs_is_active(words: str) -> None:
    assert is_active(site(words))


@pytest.mark.parametrize(
    "words",
    [
        "closed", "Inactive", "abandoned; partly rehabilitated", "not active", "nedlagd 1978",
        "suljettu", "stillgelegt", "Fermée", "Abandonado", "no activo", "Desativada",
        "законсервировано", "nieczynny", "opuštěný", "kapalı", "关闭",
    ],
)  # fmt: skip
def test_what_is_closed_is_historical(words: str) -> None:
    assert activity(site(words)) == "closed"


@pytest.mark.parametrize("words", ["", "project", "not operating yet, active search", "golf"])
def test_what_says_nothing_or_both_is_unknown(words: str) -> None:
    assert activity(site(words)) == ""


def test_a_code_goes_before_the_words() -> None:
    assert activity(site("closed mine", code="reprocessing")) == "reprocessing"


@pytest.mark.parametrize(
    ("status", "ids"),
    [(Facilities.ALL, "ABC"), (Facilities.HISTORICAL, "BC"), (Facilities.ACTIVE, "A")],
)
def test_a_status_is_chosen(status: Facilities, ids: str) -> None:
    sites = (site("active", name="A"), site("closed", name="B"), site("", name="C"))
    chosen = of_status(SiteRegister("t", sites), status)

    assert "".join(one.site_id for one in chosen.register.sites) == ids
    assert "1 of 3 sites are active facilities; 1 do not say" in chosen.sentence(status, 3)


def test_nothing_is_said_where_nothing_is_active() -> None:
    chosen = of_status(SiteRegister("t", (site("closed"),)), Facilities.HISTORICAL)

    assert chosen.sentence(Facilities.HISTORICAL, 1) == ""


def test_only_what_is_known_to_work_is_set_aside() -> None:
    sites = (site("operating"), site("reprocessing"), site("closed"), site(""))

    left = [set_aside(one, Facilities.HISTORICAL) for one in sites]

    assert [one is not None for one in left] == [True, True, False, False]
    assert left[0] is not None
    assert left[1] is not None
    assert left[0].reason == "The mine or smelter of this body operates."
    assert left[1].told == "This body is being reworked."
    assert left[0].is_aside
    assert all(set_aside(one, Facilities.ALL) is None for one in sites)
    active = [set_aside(one, Facilities.ACTIVE) for one in sites]
    assert [one is not None for one in active] == [False, False, True, True]


def test_the_ranked_are_not_searched_anew_for_each_of_many_sites() -> None:
    class Ids(tuple[str, ...]):
        __slots__ = ()

        def __contains__(self, _name: object) -> bool:
            raise AssertionError("searched from the first to the last")

    sites = [site("in operation", name="A"), site("in operation", name="B"), site("closed")]

    assert ranked_sentence(sites, Ids(("A",))).startswith("1 ranked site is a working")
    assert unsaid_sentence(sites, Ids(("A",))) == ""


@pytest.mark.parametrize(
    ("first", "n", "is_said"),
    [
        ("", FEWEST_UNSAID, True),
        ("", FEWEST_UNSAID - 1, False),
        ("closed", FEWEST_UNSAID, False),
    ],
)
def test_it_is_said_where_no_site_of_many_tells_its_status(
    first: str, n: int, is_said: bool
) -> None:
    sites = [site(first if number == 0 else "", name=str(number)) for number in range(n)]
    said = unsaid_sentence(sites, {one.site_id for one in sites})

    assert bool(said) == is_said
    assert unsaid_sentence(sites, {"0"}) == ""
