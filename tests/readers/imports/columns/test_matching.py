"""A waste register in the headers of one Nordic survey is read with all its columns."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.readers.imports.builders import read_text

# Made up, in the words of the field; names and figures are invented.
REGISTERS = {
    "sv": """Objekt-ID;Objektnamn;Kommun;Latitud;Longitud;Avfallstyp;Mängd (kton);Volym (m3);\
Yta (ha);Densitet (t/m3);Status;Brytningsperiod;Malmtyp;Verksamhetsutövare;Cu-halt (%);\
Antal prover;Avstånd till väg (km);Närmaste tätort;Anmärkning
12;Gruva A;Falun;60,6;15,6;anrikningssand;120;80000;4,5;1,6;nedlagd;1905-1967;sulfidmalm;\
Bolaget AB;0,4;12;1,2;Falun;täckt
13;Gruva B;Norberg;60,1;15,9;varp;uppgift saknas;2000;0,5;;nedlagd;1850-1900;järnmalm;okänd;\
0,1;3;0,4;Norberg;
""",
    "fi": """Kohdetunnus;Kohteen nimi;Kunta;Leveysaste;Pituusaste;Jätteen laji;Määrä (kt);\
Tilavuus (m3);Pinta-ala (ha);Tiheys (t/m3);Kaivoksen tila;Toiminta-aika;Malmityyppi;\
Toiminnanharjoittaja;Kupari (%);Näytteiden määrä;Etäisyys tiehen (km);Lähin taajama;Huomautus
12;Kaivos A;Outokumpu;62,7;29,0;rikastushiekka;120;80000;4,5;1,6;suljettu;1905-1967;\
kuparimalmi;Yhtiö Oy;0,4;12;1,2;Outokumpu;peitetty
13;Kaivos B;Pyhäjärvi;63,6;26,0;sivukivi;ei tietoa;2000;0,5;;suljettu;1950-1999;sinkki;\
ei tietoa;0,1;3;0,4;Pyhäjärvi;
""",
    "no": """Lokalitetsnr;Lokalitetsnavn;Kommune;Breddegrad;Lengdegrad;Avfallstype;\
Mengde (1000 tonn);Volum (m3);Areal (daa);Tetthet (t/m3);Driftsstatus;Driftsperiode;Råstoff;\
Eier;Cu (%);Antall prøver;Avstand til vei (km);Nærmeste tettsted;Merknader
12;Gruve A;Røros;62,6;11,4;avgang;120;80000;45;1,6;nedlagt;1905-1967;kobber;Staten;0,4;12;1,2;\
Røros;tildekket
13;Gruve B;Folldal;62,1;10,0;gråbergsdeponi;ikke oppgitt;2000;5;;nedlagt;1748-1968;kis;\
ikke oppgitt;0,1;3;0,4;Folldal;
""",
    "da": """Lokalitetsnummer;Stednavn;Kommune;Breddegrad;Længdegrad;Affaldstype;\
Mængde (1000 ton);Rumfang (m3);Areal (ha);Massefylde (t/m3);Status;Driftsperiode;Råstof;Ejer;\
Kobber (%);Antal prøver;Afstand til vej (km);Nærmeste by;Bemærkninger
12;Mine A;Avannaata;71,1;-51,2;tailings;120;80000;4,5;1,6;lukket;1905-1967;bly;Selskabet;0,4;\
12;1,2;Uummannaq;dækket
13;Mine B;Kujalleq;61,2;-48,2;gråbjerg;ikke oplyst;2000;0,5;;nedlukket;1950-1960;kobber;\
ikke oplyst;0,1;3;0,4;Narsaq;
""",
}
READ = {
    "site_id": "12",
    "waste_type": "tailings",
    "tonnage_t": "120000",
    "volume_m3": "80000",
    "area_ha": "4.5",
    "dry_density_t_m3": "1.6",
    "deposition_start": "1905",
    "deposition_end": "1967",
    "samples_n": "12",
    "distance_road_km": "1.2",
}
WORDS = {
    "name", "region", "latitude", "longitude", "commodity_mined", "owner", "site_status",
    "nearest_town", "notes",
}  # fmt: skip


@pytest.mark.parametrize("language", REGISTERS)
def test_a_nordic_register_is_read_with_all_its_columns(tmp_path: Path, language: str) -> None:
    read = read_text(tmp_path, REGISTERS[language])

    first, second = read.sites
    assert {name: first.get(name) for name in READ} == READ
    assert first.keys() >= WORDS
    assert "own" not in read.fields.values()
    assert second["waste_type"] == "waste_rock"
    assert not {"tonnage_t", "owner"} & second.keys()
    assert read.grades()["12 Cu"] == ("", "0.4", "", "%")
    assert not read.said("error")
