"""The walk of a real register in the user's guide: its commands run, and say what it says.

The rows are facts of the register of mining dams (SIGBM) of the Agência Nacional de Mineração,
Brazil, as of March 2022, written anew without the owners.
"""

from __future__ import annotations

import csv
import re
import shlex
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from prioritizer.cli import main
from tests.conftest import ROOT

GUIDE = (ROOT / "docs" / "user_guide.md").read_text(encoding="utf-8")
WALK = GUIDE.partition("## A real register, from file to report")[2].partition("\n## ")[0]
COMMANDS = [
    shlex.split(line)[3:]
    for block in re.findall(r"```sh\n(.*?)```", WALK, re.DOTALL)
    for line in block.replace("\\\n", " ").splitlines()
]
HEADER = (
    "ID;Nome;Empreendedor;Município;Latitude;Longitude;Categoria de Risco - CRI;"
    "Dano Potencial Associado - DPA;Classe;Nível de Emergência;Situação Operacional;"
    "Estrutura com o Objetivo de Contenção;Minério principal presente no reservatório;"
    "Teor (%) do minério principal inserido no rejeito;Área do reservatório (m²);"
    "Volume de projeto licenciado do Reservatório (m³);"
    "Método construtivo da barragem;Volume atual do Reservatório (m³)"
)
NONE = "Não se aplica;Não se aplica;Não se aplica;Sem emergência"
NO_KIND = "Não se aplica a esse tipo de barragem"
UPSTREAM = "Alteamento a montante ou desconhecido"
# name, place, classes and level, status, structure, mineral, content, area, method, volume.
ROWS = f"""
8179;Dique Petrobrás;;ROSÁRIO DO CATETE;-10°39'12.400'';-37°01'50.100'';{NONE};Ativa;Rejeitos;Sais;4,00;12.500,00;;Etapa única;6.362,07
8347;engebrita;;SANTOS;-23°52'55.700'';-46°18'51.600'';{NONE};Ativa;Sedimentos;{NO_KIND};{NO_KIND};3,50;;Etapa única;30.000,00
8617;D-2;;SENADOR MODESTINO GONÇALVES;-17°58'06.460'';-43°10'11.200'';{NONE};Ativa;Rejeitos;Minério de Manganês;100,00;16.000,00;;Etapa única;36.000,00
2437;Barragem II Mina Engenho;;RIO ACIMA;-20°03'46.100'';-43°47'41.000'';Alta;Alta;A;Emergência Nivel 1;Inativa;Rejeitos;Minério de Ouro Primário;99,99;21.766,00;;Etapa única;14.160,67
9540;Barragem Oriente01;;MACHADINHO D'OESTE;-09°34'60.000'';-62°23'46.000'';{NONE};Inativa;Rejeitos;Aluvião Estanífero;10,00;30.738,00;;Etapa única;-
8291;Barragem MSG;;CRIXÁS;-14°33'40.200'';-49°57'36.600'';Baixa;Alta;B;Sem emergência;Em Descaracterização;Rejeitos;Minério de Ouro Primário;0,23;472.000,00;;{UPSTREAM};16.476.601,00
9051;TAP D;;PEDRA BRANCA DO AMAPARI;00°50'71.400'';-51°53'17.500'';Baixa;Alta;B;Sem emergência;Ativa;Rejeitos;Minério de Ouro Primário;8,00;310.000,00;;Etapa única;6.280.000,00
8765;Barragem de Germano;;MARIANA;-20°12'59.400'';-43°28'04.600'';Baixa;Alta;B;Sem emergência;Inativa;Rejeitos;Itabirito;19,00;2.963.806,00;;{UPSTREAM};129.590.000,00
8699;B4;;SARZEDO;-20°05'30.600'';-44°05'60.000'';Baixa;Alta;B;Sem emergência;Ativa;Rejeitos;Minério de Ferro;35,00;199.771,04;;Alteamento por linha de centro;2.388.816,94
8389;Sul Superior;;BARÃO DE COCAIS;-19°58'12.632'';-43°35'48.721'';Alta;Alta;A;Emergência Nivel 3;Inativa;Rejeitos;Minério de Ferro;21,00;210.510,82;;{UPSTREAM};5.950.974,00
8286;Forquilha II;;OURO PRETO;-20°24'29.800'';-43°51'06.500'';Alta;Alta;A;Emergência Nivel 2;Inativa;Rejeitos;Minério de Ferro;45,00;740.717,26;;{UPSTREAM};22.778.397,90
8215;B3/B4;;NOVA LIMA;-20°02'51.400'';-43°57'15.700'';Alta;Alta;A;Emergência Nivel 3;Inativa;Rejeitos;Minério de Ferro;56,00;373.000,00;;{UPSTREAM};2.414.967,00
9533;ED Monjolo;;SANTA BÁRBARA;-19°56'53.400'';-43°13'19.340'';Baixa;Alta;B;Sem emergência;Inativa;Rejeitos;Areia;72,48;436.800,00;;{UPSTREAM};19.000.000,00
9532;ED Vale das Cobras;;RIO PIRACICABA;-19°55'36.850'';-43°12'45.840'';Baixa;Alta;B;Sem emergência;Inativa;Rejeitos;Areia;72,48;688.000,00;;{UPSTREAM};22.981.598,80
8421;5 (MAC);;NOVA LIMA;-19°58'37.512'';-43°53'34.810'';Alta;Alta;A;Emergência Nivel 1;Inativa;Rejeitos;Minério de Ferro;50,00;597.051,00;;{UPSTREAM};15.553.688,00
8574;BARRAGEM B4;;CONGONHAS;-20°29'09.000'';-43°53'09.000'';Média;Alta;B;Sem emergência;Inativa;Rejeitos;Minério de Ferro;42,00;590.000,00;;{UPSTREAM};13.001.821,00
8209;Campo Grande;;MARIANA;-20°10'33.845'';-43°29'14.340'';Alta;Alta;A;Emergência Nivel 1;Inativa;Rejeitos;Minério de Ferro;14,60;510.136,00;;{UPSTREAM};22.978.889,00
8207;Doutor;;OURO PRETO;-20°17'25.615'';-43°29'25.900'';Alta;Alta;A;Emergência Nivel 1;Inativa;Rejeitos;Minério de Ferro;26,62;1.079.585,00;;{UPSTREAM};37.390.000,00
8332;Pontal;;ITABIRA;-19°37'31.668'';-43°10'58.597'';Alta;Alta;A;Emergência Nivel 1;Inativa;Rejeitos;Minério de Ferro;28,79;8.374.860,00;;{UPSTREAM};209.801.640,00
"""  # noqa: E501 - rows of a table


def table(path: Path) -> dict[str, dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return {row["site_id"]: row for row in csv.DictReader(file)}


@pytest.fixture(scope="module")
def walked(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, dict[str, Result]]:
    """Return the folder of the walk, and what each command said, by its name and output."""
    folder = tmp_path_factory.mktemp("walk")
    (folder / "sigbm.csv").write_text(HEADER + ROWS, encoding="cp1252")
    [criteria] = re.findall(r"```yaml\n(.*?)```", WALK, re.DOTALL)
    (folder / "dams.yaml").write_text(criteria, encoding="utf-8")
    said = {}
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(folder)
        patch.setenv("PRIORITIZER_DATA", str(folder / "own"))
        for words in COMMANDS:
            name = "tried" if "tried" in words else words[0]
            said[name] = CliRunner().invoke(main, words)
    return folder, said


def test_every_command_of_the_walk_runs(walked: tuple[Path, dict[str, Result]]) -> None:
    codes = {name: result.exit_code for name, result in walked[1].items()}

    # A cell was left out; the guide says so.
    assert codes.pop("import") == codes.pop("tried") == 1
    assert set(codes) >= {"validate", "enrich", "rank", "why", "shortlist", "report", "replay"}
    assert set(codes.values()) == {0}, {n: r.output for n, r in walked[1].items()}


def test_the_register_is_known_and_its_cells_are_read_as_the_guide_says(
    walked: tuple[Path, dict[str, Result]],
) -> None:
    folder, said = walked
    text, sites = said["import"].output, table(folder / "sigbm" / "sites.csv")

    assert "recognised as Brazil, ANM, register of mining dams (SIGBM)" in text
    assert "19 sites and 0 grades from 19 rows; 0 rows left out, 1 error" in text
    assert "found '00°50'71.400''" in text
    assert (sites["9051"]["latitude"], sites["9540"]["volume_m3"]) == ("", "")
    assert float(sites["9540"]["latitude"]) == pytest.approx(-9 - 35 / 60)
    assert float(sites["8699"]["longitude"]) == pytest.approx(-44.1)
    assert sites["8332"]["volume_m3"] == "209801640"
    assert sites["8332"]["hazard_class"] == "damage high; risk high; class A"
    assert sites["8347"]["waste_type"] == "other"
    assert "30000 m3 on 0.00035 ha" in text
    assert "licenciado" not in str(sites["8332"].keys())


def test_contents_that_cannot_be_are_quarantined(
    walked: tuple[Path, dict[str, Result]],
) -> None:
    folder, said = walked
    grades = table(folder / "tried" / "grades.csv")

    held = {site for site, row in grades.items() if "quarantined" in row["note"]}
    assert held == {"8617", "2437", "8291", "9051"}
    assert grades["9533"]["note"] == "not an analyte of criteria/reference/analytes.csv"
    assert "found Au 99.99 %" in said["tried"].output


def test_the_ranking_has_the_veto_the_status_and_the_order_of_the_guide(
    walked: tuple[Path, dict[str, Result]],
) -> None:
    text = walked[1]["rank"].output

    assert "5 working facilities stand aside" in text
    assert "Held back by a veto: 3 sites" in text
    assert "The emergency at the dam goes before any pilot." in text
    places = [text.index(f"  {name} ") for name in ("Pontal", "Barragem de Germano", "Doutor")]
    assert places == sorted(places)


def test_the_report_is_a_document(walked: tuple[Path, dict[str, Result]]) -> None:
    assert (walked[0] / "dams.pdf").read_bytes().startswith(b"%PDF")
