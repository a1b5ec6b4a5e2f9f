"""``replay`` says what it checked, names what changed, and gives its verdict as exit status."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from prioritizer.cli import main
from tests.conftest import SAMPLE


@pytest.fixture(scope="module")
def record(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a decision record of the sample, as ``rank --record`` writes it."""
    path = tmp_path_factory.mktemp("records") / "decision.json"
    result = CliRunner().invoke(main, ["rank", str(SAMPLE), "--record", str(path)])
    assert result.exit_code == 0, result.output
    return path


def replayed(path: Path, *options: str) -> Result:
    return CliRunner().invoke(main, ["replay", str(path), *options])


def test_an_untouched_record_is_the_same(record: Path) -> None:
    result = replayed(record)

    assert result.exit_code == 0
    assert "Same: nothing changed" in result.output
    assert "ranked sites on 5 criteria, weighted-sum on fixed scales" in result.output


def test_a_changed_digit_is_named_and_the_status_is_1(record: Path, tmp_path: Path) -> None:
    forged = tmp_path / "forged.json"
    forged.write_bytes(record.read_bytes().replace(b'"best":3460000', b'"best":3470000', 1))

    result = replayed(forged)

    assert result.exit_code == 1
    assert (
        "different: matrix, SE-001, volume, best: changed since it was recorded"
        in result.output
    )
    assert "The record does not hold." in result.output


def test_the_fingerprint_kept_elsewhere_is_compared(record: Path) -> None:
    fingerprint = replayed(record).output.split("fingerprint ")[1].split()[0]

    assert replayed(record, "--fingerprint", fingerprint[:8].upper()).exit_code == 0
    part = replayed(record, "--fingerprint", f"{fingerprint[:8]}…{fingerprint[-8:]}")
    assert part.exit_code == 0
    assert "checked: fingerprint: 16 of 64 digits compared" in part.output
    short = replayed(record, "--fingerprint", fingerprint[:7])
    assert short.exit_code == 1
    assert "Expected 8 digits or more" in short.output
    assert "does not hold" not in short.output
    other = replayed(record, "--fingerprint", "0" * 64)
    assert other.exit_code == 1
    assert "the record has another one" in other.output


def test_what_is_no_record_gets_a_message_and_no_traceback(tmp_path: Path) -> None:
    for content in (b"", b"\xff", b"[]", SAMPLE.read_bytes()):
        path = tmp_path / "no.json"
        path.write_bytes(content)
        result = replayed(path)
        assert result.exit_code == 1
        assert "record" in result.output
        assert isinstance(result.exception, SystemExit)


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    result = replayed(tmp_path / "none.json")

    assert result.exit_code == 1
    assert "none.json: could not be read" in result.output


def test_verify_checks_a_decision_record_too(record: Path, tmp_path: Path) -> None:
    forged = tmp_path / "forged.json"
    forged.write_bytes(record.read_bytes().replace(b'"best":3460000', b'"best":3470000', 1))
    fingerprint = replayed(record).output.split("fingerprint ")[1].split()[0]

    def verified(path: Path, *options: str) -> Result:
        return CliRunner().invoke(main, ["verify", str(path), *options])

    kept = verified(record, "--head", fingerprint)
    assert kept.output == replayed(record, "--fingerprint", fingerprint).output
    assert verified(record, "--head", "0" * 64).exit_code == 1
    assert verified(forged).exit_code == 1
    assert "different: matrix, SE-001, volume, best" in verified(forged).output


def test_a_message_about_a_record_names_its_file(record: Path, tmp_path: Path) -> None:
    other = tmp_path / "other.json"
    other.write_text("{", encoding="utf-8")

    for words in (
        ["replay", str(other)],
        ["verify", str(other)],
        ["diff", str(record), str(other)],
    ):
        result = CliRunner().invoke(main, words)

        assert result.exit_code == 1
        assert result.stderr.startswith("other.json, record")
