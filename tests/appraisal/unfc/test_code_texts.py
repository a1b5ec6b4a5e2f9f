"""Codes from texts: what a text says is proposed, and never its contrary, in nine languages."""

from __future__ import annotations

import pytest

from prioritizer.appraisal.unfc.code_texts import CodeReader
from prioritizer.domain.code_proposal import CodePhrase, CodeProposal, Use
from prioritizer.domain.site import Source
from prioritizer.readers.code_phrases import read_code_phrases
from tests.appraisal.builders import site

BOOK = read_code_phrases()
READER = CodeReader(BOOK)
PROPOSING = [one for one in BOOK if one.use is Use.PROPOSAL]
# The text that each column of codes is most often read from.
TEXT = {
    "resource_class": "tonnage_basis", "study_level": "reprocessing_studies",
    "testwork_level": "reprocessing_studies", "sampling_code": "sampling_type",
    "has_qaqc": "notes", "is_representative": "reprocessing_studies",
    "project_activity": "reprocessing_studies", "permit_code": "permit_status",
}  # fmt: skip
DENYING = frozenset({"none", "no"})


def proposed(text: str, column: str = "notes", **fields: object) -> list[CodeProposal]:
    known = site(texts={column: text}, sources={"tonnage_source": "S1"}, **fields)
    return list(READER.proposals(known, {}))


def codes(text: str, column: str) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for one in proposed(text, column):
        found.setdefault(one.column, []).append(one.code)
    return found


def example(one: CodePhrase) -> str:
    words = (word.removesuffix("*") for word in one.phrase.split() if word not in "…&")
    return " ".join(words)


@pytest.mark.parametrize(
    ("text", "column", "expected"),
    [
        ("Indicated resource of 9.8 Mt", "tonnage_basis", {"resource_class": ["indicated"]}),
        ("JORC 2012 inferred", "tonnage_basis", {"resource_class": ["inferred"]}),
        (
            "Measured, indicated and inferred mineral resources, NI 43-101",
            "tonnage_basis",
            {"resource_class": ["measured", "indicated", "inferred"]},
        ),
        ("company exploration target", "notes", {"resource_class": ["exploration_target"]}),
        ("No resource estimate.", "notes", {"resource_class": ["none"]}),
        ("scoping study 2021", "reprocessing_studies", {"study_level": ["scoping"]}),
        (
            "Pre-feasibility study in its final phase",
            "permit_status",
            {"study_level": ["prefeasibility"]},
        ),
        ("Environmental permit granted 2024", "permit_status", {"permit_code": ["granted"]}),
        ("permit has been applied for", "permit_status", {"permit_code": ["applied"]}),
        ("There is no permit.", "permit_status", {"permit_code": ["none"]}),
        ("The project was abandoned", "reprocessing_studies",
         {"project_activity": ["abandoned"]}),
        (
            "locked-cycle flotation on a representative sample",
            "reprocessing_studies",
            {"testwork_level": ["locked_cycle"], "is_representative": ["yes"]},
        ),
        ("The sample is not representative.", "notes", {"is_representative": ["no"]}),
        ("angezeigte und abgeleitete Mineralressourcen", "tonnage_basis",
         {"resource_class": ["indicated", "inferred"]}),
        ("Genehmigung wurde 2023 erteilt", "permit_status", {"permit_code": ["granted"]}),
        ("Machbarkeitsstudie 2019", "reprocessing_studies", {"study_level": ["feasibility"]}),
        ("Indikerad mineraltillgång", "tonnage_basis", {"resource_class": ["indicated"]}),
        ("miljötillstånd: tillstånd beviljat", "permit_status", {"permit_code": ["granted"]}),
        ("Todennäköinen mineraalivaranto", "tonnage_basis", {"resource_class": ["indicated"]}),
        ("ympäristölupa on myönnetty", "permit_status", {"permit_code": ["granted"]}),
        ("indikert mineralressurs", "tonnage_basis", {"resource_class": ["indicated"]}),
        ("ressources minérales indiquées", "tonnage_basis", {"resource_class": ["indicated"]}),
        ("étude de préfaisabilité", "permit_status", {"study_level": ["prefeasibility"]}),
        ("recursos minerales inferidos", "tonnage_basis", {"resource_class": ["inferred"]}),
        ("estudio de factibilidad", "reprocessing_studies", {"study_level": ["feasibility"]}),
        ("licença ambiental concedida", "permit_status", {"permit_code": ["granted"]}),
        ("предполагаемые ресурсы", "tonnage_basis", {"resource_class": ["inferred"]}),
        ("разрешение выдано", "permit_status", {"permit_code": ["granted"]}),
    ],
)  # fmt: skip
def test_what_a_text_says_is_proposed(
    text: str, column: str, expected: dict[str, list[str]]
) -> None:
    assert codes(text, column) == expected


@pytest.mark.parametrize(
    ("text", "column"),
    [
        ("not an indicated resource", "tonnage_basis"),
        ("There is no indicated or inferred resource", "tonnage_basis"),
        ("Indicated resource, not JORC compliant", "tonnage_basis"),
        ("Indicated resource of 5 Mt. The estimate is not JORC compliant.", "tonnage_basis"),
        ("Inferred resource (historical, non-compliant)", "tonnage_basis"),
        ("Historical resource estimate. Indicated resource 2 Mt.", "tonnage_basis"),
        ("Pre-JORC figure; measured resource", "tonnage_basis"),
        ("An indicated resource is expected after drilling", "tonnage_basis"),
        ("Sampling indicated a resource of 5 Mt", "tonnage_basis"),
        ("Drilling indicated that the resource is small", "tonnage_basis"),
        ("Is it an indicated resource?", "tonnage_basis"),
        ("scoping study planned for 2027", "reprocessing_studies"),
        ("No drilling, sampling or scoping study has been done", "reprocessing_studies"),
        ("A feasibility study is recommended", "reprocessing_studies"),
        ("Neither a scoping study nor a pilot test was made", "reprocessing_studies"),
        ("Scoping study: none", "reprocessing_studies"),
        ("the feasibility study wasn't finished", "reprocessing_studies"),
        ("permit not granted", "permit_status"),
        ("The permit has not been granted", "permit_status"),
        ("A permit was granted in 1970 and revoked in 1990", "permit_status"),
        ("permit would be granted if the owner agrees", "permit_status"),
        ("abandoned in 1985", "site_status"),
        ("abandoned mine", "site_status"),
        ("the project was never abandoned", "reprocessing_studies"),
        ("keine angezeigte Mineralressource", "tonnage_basis"),
        ("Genehmigung wurde nicht erteilt", "permit_status"),
        ("Machbarkeitsstudie geplant", "reprocessing_studies"),
        ("ingen indikerad mineraltillgång finns angiven", "sampling_type"),
        ("tillstånd har inte beviljats", "permit_status"),
        ("Malmiarvio ei ole JORC- tai NI 43-101 -koodin mukainen. Todettu mineraalivaranto",
         "tonnage_basis"),
        ("lupaa ei ole myönnetty", "permit_status"),
        ("tillatelse er ikke gitt", "permit_status"),
        ("l'étude de faisabilité n'a pas été faite", "reprocessing_studies"),
        ("permis non accordé", "permit_status"),
        ("el permiso no fue concedido", "permit_status"),
        ("não há recursos indicados", "tonnage_basis"),
        ("licença não concedida", "permit_status"),
        ("разрешение не выдано", "permit_status"),
        ("нет исчисленных ресурсов", "tonnage_basis"),
    ],
)  # fmt: skip
def test_the_contrary_of_what_a_text_says_is_never_proposed(text: str, column: str) -> None:
    affirmed = [one for one in proposed(text, column) if one.code not in DENYING]

    assert affirmed == []


def test_every_phrase_of_the_book_proposes_its_code() -> None:
    unread = [
        (one.language, one.phrase)
        for one in PROPOSING
        if one.code not in codes(example(one), TEXT[one.column]).get(one.column, ())
    ]

    assert unread == []


def test_every_phrase_of_the_book_is_found_in_capitals_too() -> None:
    unread = [
        (one.language, one.phrase)
        for one in PROPOSING
        if "ß" not in one.phrase  # two letters in capitals, which no phrase has
        and one.code not in codes(example(one).upper(), TEXT[one.column]).get(one.column, ())
    ]

    assert unread == []
    assert codes("İNDıCATED reſource", "tonnage_basis") == {"resource_class": ["indicated"]}


def test_no_phrase_of_the_book_survives_a_negation_of_its_language() -> None:
    cues = {
        language: [
            one.phrase.removesuffix("*")
            for one in BOOK
            if one.use in (Use.NEGATION, Use.NOT_YET) and one.language == language
        ]
        for language in {one.language for one in PROPOSING}
    }
    survived = [
        (one.phrase, text)
        for one in PROPOSING
        for cue in cues[one.language]
        for text in (f"{cue} {example(one)}", f"{example(one)} {cue}")
        if one.code not in DENYING
        and one.code in codes(text, TEXT[one.column]).get(one.column, ())
    ]

    assert len(cues) == 9
    assert survived == []


def test_a_text_counts_only_where_its_phrase_belongs() -> None:
    assert codes("plant in operation", "notes") == {}
    assert codes("plant in operation", "reprocessing_studies") == {
        "project_activity": ["producing"]
    }


def test_what_a_column_holds_already_is_not_proposed_again() -> None:
    text = "Indicated resource"

    assert proposed(text, "tonnage_basis", resource_class="indicated") == []
    [other] = proposed(text, "tonnage_basis", resource_class="inferred")
    assert (other.code_now, other.code) == ("inferred", "indicated")


def test_a_proposal_quotes_its_words_and_where_they_stand() -> None:
    [one] = proposed("Seven dumps. Indicated resource (dry t), 2021.", "tonnage_basis")

    assert one.words == "Indicated resource"
    assert one.sentence == "Indicated resource (dry t), 2021."
    assert (one.text_column, one.source, one.language) == ("tonnage_basis", "S1", "en")


def test_further_codes_of_one_column_are_named_beside_each() -> None:
    found = proposed("scoping study 2012; feasibility study 2020", "reprocessing_studies")

    assert {one.code: one.others for one in found} == {
        "scoping": ("feasibility",),
        "feasibility": ("scoping",),
    }


def test_citations_are_read_only_of_the_sources_that_are_handed_over() -> None:
    known = site(sources={"maturity_source": "S7;S8"})
    sources = {"S7": Source("S7", "Scoping study of the tailings, 2020")}

    [one] = READER.proposals(known, sources)

    assert (one.code, one.text_column, one.source) == ("scoping", "source S7", "S7")
    assert READER.proposals(known, {}) == ()


def test_an_ordinary_description_proposes_nothing() -> None:
    text = (
        "Tailings of a non-ferrous mine, 5 Mt at 0.3 % Ni; indicated by a survey. The resource "
        "is small. Permits are handled by the county. Studies may follow."
    )

    assert proposed(text) == []
