"""CSV files as text that remembers its place."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from prioritizer.errors import DataError
from prioritizer.readers.tables import FEW_TEXTS, lines_of, read_table, sharing


def write(folder: Path, content: bytes) -> Path:
    path = folder / "table.csv"
    path.write_bytes(content)
    return path


def test_rows_remember_their_line_across_blank_lines_and_quoted_newlines(
    tmp_path: Path,
) -> None:
    path = write(tmp_path, b'a,b\n1,2\n\n"x\ny",4\n5,6\n')

    table = read_table(path)

    assert table.rows == [["1", "2"], ["x\ny", "4"], ["5", "6"]]
    assert table.lines == [2, 4, 6]


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_the_delimiter_is_the_commonest_of_the_header(tmp_path: Path, delimiter: str) -> None:
    path = write(tmp_path, f"a{delimiter}b\n1{delimiter}2\n".encode())

    assert read_table(path).header == ("a", "b")


def test_a_byte_order_mark_is_no_part_of_the_first_name(tmp_path: Path) -> None:
    assert read_table(write(tmp_path, "\ufeffa,b\n1,2\n".encode())).header == ("a", "b")


def test_windows_text_is_read_with_a_warning(tmp_path: Path) -> None:
    table = read_table(write(tmp_path, "a,b\nGrängesberg,2\n".encode("cp1252")))

    assert table.rows[0][0] == "Grängesberg"
    assert "Windows-1252" in table.notes[0].hint


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "an empty file"),
        (b"\n \n", "an empty file"),
        (b"a,b\n", "a header line only"),
        (b"a,b,a\n1,2,3\n", "the column 'a' twice"),
        (b"PK\x03\x04rest", "a binary file"),
        (b"a,b\n1,\0\n", "a binary file"),
    ],
)
def test_a_file_that_is_no_table_is_refused_in_words(
    tmp_path: Path, content: bytes, words: str
) -> None:
    with pytest.raises(DataError) as caught:
        read_table(write(tmp_path, content))

    assert words in str(caught.value)
    assert caught.value.issues[0].hint


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(DataError, match="no readable file"):
        read_table(tmp_path / "absent.csv")


@given(st.text(alphabet='a",\n\x0b\u2028', max_size=30))
def test_lines_are_those_of_a_buffer_of_text(text: str) -> None:
    assert list(lines_of(text)) == list(io.StringIO(text))


def test_equal_texts_of_a_column_are_one_where_they_are_few() -> None:
    rows = [(n, [f"S{n % 4_000}", f"nedlagd {n % 3}", 7]) for n in range(8_000)]
    before = [(line, list(cells)) for line, cells in rows]

    found = list(sharing(rows))

    assert found == before
    assert len({id(cells[1]) for _, cells in found}) == 3
    assert len({id(cells[0]) for _, cells in found}) > 4_000 > FEW_TEXTS
