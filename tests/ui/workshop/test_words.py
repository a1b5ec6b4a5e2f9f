"""The words of a workshop: aliases, names cut short, what is printed at start."""

from __future__ import annotations

import csv
import io
import ipaddress

import pytest

from prioritizer.domain.site import SiteRegister
from prioritizer.exports.tables import workshop_table
from prioritizer.ui.server import serving
from prioritizer.ui.workshop import words as room_words
from prioritizer.workflow.workshop.address import own_address


def test_aliases_are_distinct_and_their_order_depends_on_the_key_alone() -> None:
    sites = [f"S-{number:03d}" for number in range(60)]
    first, second = room_words.aliases(sites, "a"), room_words.aliases(sites, "b")

    assert len(set(first.values())) == 60
    assert first == room_words.aliases(list(reversed(sites)), "a")
    assert first != second
    assert [room_words.alias(n) for n in (0, 25, 26, 701, 702)] == [
        "Site A", "Site Z", "Site AA", "Site ZZ", "Site AAA",
    ]  # fmt: skip


def test_names_that_would_be_cut_alike_carry_their_ids() -> None:
    names = {
        "ZA-1": "Steenkampskraal upper tailings dam",
        "ZA-2": "Steenkampskraal lower tailings dam",
        "FI-1": "Rautuvaara tailings",
    }

    cut = room_words.short_names(names, list(names), 24)

    assert len(set(cut)) == 3
    assert max(len(name) for name in cut) <= 24
    assert cut[2] == "Rautuvaara tailings"
    assert cut[0].endswith("ZA-1")


@pytest.mark.parametrize(
    ("name", "cut"),
    [
        ("Otanmäki tailings", "Otanmäki tailings"),
        ("Korsnäs tailings storage facility", "Korsnäs tailings…facility"),
        ("LKAB Kiruna and Malmberget tailings", "LKAB Kiruna and…tailings"),
        (
            "Presidente Figueiredo (Taboca) tin tailings, dam 0-1",
            "Presidente Figueiredo…dam 0-1",
        ),
        ("Ouvidor (CMOC) niobium tailings, Unidade I", "Ouvidor (CMOC)…Unidade I"),
        # No word ends near by.
        ("Bergwerksabfallhaldenverwaltung", "Bergwerksabfallhald…verwaltung"),
    ],
)
def test_a_name_is_cut_in_its_middle_and_between_words(name: str, cut: str) -> None:
    assert room_words.short(name, 30) == cut
    assert len(cut) <= 30


def test_two_sites_of_one_name_are_told_apart_by_their_ids() -> None:
    names = {"SE-1": "Viscaria", "SE-2": "Viscaria", "SE-3": "Otanmäki"}

    cut = room_words.short_names(names, list(names), 24)

    assert cut == ["Viscaria SE-1", "Viscaria SE-2", "Otanmäki"]


def test_every_site_of_the_sample_has_a_name_of_its_own_on_the_screen(
    sample: SiteRegister,
) -> None:
    names = {site.site_id: site.name for site in sample.sites}

    for longest in (24, 30, 58):
        cut = room_words.short_names(names, list(names), longest)
        assert len(set(cut)) == len(names)
        assert max(map(len, cut)) <= longest


def test_the_welcome_of_a_room_says_that_it_is_not_encrypted_and_draws_the_code() -> None:
    words = serving.welcome("192.0.2.1", 8501, "t" * 32)

    assert "NOT ENCRYPTED" in words
    assert "http://192.0.2.1:8501/w/join" in words
    assert "█" in words


def test_the_welcome_of_one_computer_offers_nothing_to_phones() -> None:
    words = serving.welcome("127.0.0.1", 8501, "t" * 32)

    assert "/signin/" in words
    assert "join" not in words


def test_the_table_of_rankings_cannot_become_a_formula() -> None:
    data = {
        "rounds": [
            {
                "round": 1,
                "ranks": {"arithmetic-mean": {"=1": 1, "b": 2}},
                "camps": [{"ranks": {"=1": 2, "b": 1}}],
                "shortlist_shares": {"b": 0.5},
            }
        ]
    }

    text = workshop_table.write(data, {"=1": "=cmd()", "b": "B"}, head="ab").decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(text)))

    assert [row["place_arithmetic-mean"] for row in rows] == ["1", "2"]
    assert rows[0]["site_id"] == "'=1"
    assert rows[0]["name"] == "'=cmd()"
    assert [row["share_of_people_who_list_it"] for row in rows] == ["0", "0.5"]
    assert rows[1]["place_in_camp_1"] == "1"


def test_the_table_tells_chances_only_where_a_room_has_draws() -> None:
    old = {
        "round": 1,
        "ranks": {"arithmetic-mean": {"a": 1, "b": 2}},
        "camps": [],
        "shortlist_shares": {"a": 1.0},
    }
    new = {**old, "chance": {"a": 0.75, "b": 0.05}, "section": {"a": "likely", "b": "out"}}

    before, after = (
        list(csv.DictReader(io.StringIO(text.decode("utf-8-sig"))))
        for text in (
            workshop_table.write({"rounds": [found]}, {"a": "A", "b": "B"}, head="ab")
            for found in (old, new)
        )
    )

    assert not {"chance_on_the_list", "section"} & set(before[0])
    assert [row["chance_on_the_list"] for row in after] == ["0.75", "0.05"]
    assert [row["section"] for row in after] == ["likely", "out"]
    assert [row["head_of_log"] for row in (*before, *after)] == ["ab"] * 4


def test_the_table_ends_with_the_sites_that_the_room_did_not_judge_and_why() -> None:
    found = {
        "round": 2,
        "ranks": {"arithmetic-mean": {"a": 1}, "borda": {"a": 1}},
        "camps": [{"ranks": {"a": 1}}],
        "shortlist_shares": {"a": 1.0},
        "chance": {"a": 1.0},
        "section": {"a": "secure"},
    }
    aside = {
        "=c": {"name": "C", "reason": "Too little known: 12 % of the weight."},
        "d": {"name": "D", "reason": "Protected area: inside a reserve."},
    }

    text = workshop_table.write(
        {"rounds": [found], "set_aside": aside}, {"a": "A"}, head="ab"
    ).decode("utf-8-sig")
    judged, *others = csv.DictReader(io.StringIO(text))

    assert (judged["site_id"], judged["section"], judged["why_not_judged"]) == (
        "a",
        "secure",
        "",
    )
    told = ("round", "site_id", "name", "why_not_judged", "head_of_log")
    assert [{name: row.pop(name) for name in told} for row in others] == [
        dict(zip(told, ("2", site, entry["name"], entry["reason"], "ab"), strict=True))
        for site, entry in (("'=c", aside["=c"]), ("d", aside["d"]))
    ]
    assert {text for row in others for text in row.values()} == {""}


def test_an_address_of_the_network_stands_for_everywhere() -> None:
    found = own_address()

    assert found not in serving.EVERYWHERE
    assert str(ipaddress.ip_address(found)) == found
