"""``colophon disclose``: a copy that ``colophon check`` reads, words for the post, and no file lost."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Any

import pytest
from tests.disclose.files import KINDS, full_of_metadata, photo, pixels, saved
from tests.pictures import recompressed
from typer.testing import CliRunner, Result

from colophon.cli import app


def run(*arguments: str | Path) -> Result:
    return CliRunner().invoke(app, [str(a) for a in arguments])


def disclose(image: Path, out: Path, *more: str | Path, claim: str = "ai_generated") -> Result:
    return run("disclose", image, "--as", claim, "--out", out, *more)


def as_json(image: Path, out: Path, *more: str | Path) -> dict[str, Any]:
    result = disclose(image, out, "--json", *more)
    assert result.exit_code == 0, result.output
    found: dict[str, Any] = json.loads(result.stdout)
    return found


@pytest.fixture(autouse=True)
def _own_data(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("COLOPHON_DATA", str(tmp_path / "data"))
    monkeypatch.delenv("COLOPHON_TRUST", raising=False)


@pytest.fixture
def image(tmp_path: Path) -> Path:
    path = tmp_path / "lake.jpg"
    path.write_bytes(full_of_metadata("JPEG", photo(640, 480)))
    return path


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("claim", ["ai_generated", "ai_edited"])
@pytest.mark.parametrize("note", [(), ("--note",)], ids=["plain", "note"])
def test_what_it_writes_the_check_reads(tmp_path: Path, kind: str, claim: str, note: tuple[str, ...]) -> None:
    image, out = (tmp_path / f"{name}.{kind.lower()}" for name in ("in", "out"))
    image.write_bytes(saved(photo(), kind))
    assert disclose(image, out, *note, "--no-remember", claim=claim).exit_code == 0
    [line] = run("check", "--json", out).stdout.splitlines()
    assert json.loads(line)["label"]["id"] == f"{claim}.metadata"
    if not note:
        assert (pixels(out.read_bytes()) == pixels(image.read_bytes())).all()


def test_words_come_in_the_language_asked_for(image: Path, tmp_path: Path) -> None:
    result = disclose(image, tmp_path / "out.jpg", "--note", "--locale", "es", claim="ai_edited")
    assert "note: Imagen editada con IA (bottom-left, 13 px" in result.stdout
    assert "caption: Esta imagen fue editada con IA." in result.stdout
    assert "alt text, behind your description: Imagen editada con IA." in result.stdout
    assert "compositeWithTrainedAlgorithmicMedia" in result.stdout


def test_json_says_what_was_done_and_what_a_registry_may_remember(image: Path, tmp_path: Path) -> None:
    out = tmp_path / "out.jpg"
    done = as_json(image, out, "--note", "--corner", "top-right", "--said-by", "Ana")
    assert done["path"] == str(out)
    assert done["digital_source_type"].endswith("/trainedAlgorithmicMedia")
    assert (done["note"]["corner"], done["note"]["text"]) == ("top-right", "Image generated with AI")
    assert done["note"]["contrast"] >= 4.5
    assert done["record_dropped"] is False
    entry, without_note = done["entries"]
    assert entry["sha256"] == hashlib.sha256(out.read_bytes()).hexdigest()
    assert (entry["process"], entry["basis"], entry["said_by"]) == ("ai_generated", "stated", "Ana")
    assert entry["words"] == without_note["words"] == "Image generated with AI"
    assert without_note["sha256"] == hashlib.sha256(image.read_bytes()).hexdigest()


def test_copies_that_lost_the_statement_are_recognised(image: Path, tmp_path: Path) -> None:
    out, copy = tmp_path / "out.jpg", tmp_path / "copy.jpg"
    done = as_json(image, out, "--said-by", "Ana")
    copy.write_bytes(recompressed(out.read_bytes(), 50))
    [line] = run("check", "--json", copy).stdout.splitlines()
    shown = json.loads(line)
    assert shown["label"]["id"] == "ai_generated.registry_creator"
    assert shown["label"]["explanation"].endswith("posted earlier by Ana, who said AI made it.")
    assert as_json(image, out, "--said-by", "Ana", "--force")["entries"] == done["entries"], "once"


def test_a_copy_whose_note_was_painted_over_is_recognised(image: Path, tmp_path: Path) -> None:
    as_json(image, tmp_path / "out.jpg", "--note", "--said-by", "Ana")
    copy = tmp_path / "copy.jpg"
    copy.write_bytes(recompressed(image.read_bytes(), 50))
    [line] = run("check", "--json", copy).stdout.splitlines()
    assert json.loads(line)["label"]["id"] == "ai_generated.registry_creator"


def test_words_that_say_something_else_are_not_quoted_as_the_disclosure(image: Path, tmp_path: Path) -> None:
    done = as_json(image, tmp_path / "out.jpg", "--note-text", "This is not AI")
    assert {entry["words"] for entry in done["entries"]} == {done["caption"]}


def test_a_correction_is_an_entry_of_its_own(image: Path, tmp_path: Path) -> None:
    first = as_json(image, tmp_path / "out.jpg")["entries"][0]
    again = as_json(image, tmp_path / "out.jpg", "--force", "--said-by", "Ana")["entries"][0]
    assert first["id"] != again["id"]
    assert again["said_by"] == "Ana"


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--permalink", "javascript:alert(1)"), "permalink"),
        (("--said-by", "x" * 61), "said_by"),
        (("--note-text", "x" * 501), "words"),
    ],
)
def test_what_others_could_not_read_is_refused(
    image: Path, tmp_path: Path, words: tuple[str, ...], said: str
) -> None:
    result = disclose(image, tmp_path / "out.jpg", *words)
    assert result.exit_code == 1
    assert said in result.stderr
    assert not (tmp_path / "out.jpg").exists()


def test_nothing_is_kept_of_a_protected_picture(image: Path, tmp_path: Path) -> None:
    assert run("registry", "import", image.parent, "--kind", "protected").exit_code == 0
    result = disclose(image, tmp_path / "out.jpg")
    assert result.exit_code == 1
    assert "protected" in result.stderr


def test_nothing_is_remembered_where_that_is_not_wanted(image: Path, tmp_path: Path) -> None:
    assert as_json(image, tmp_path / "out.jpg", "--no-remember")["entries"] == []
    assert not (tmp_path / "data").exists()


def test_own_words_are_drawn_and_it_is_said_when_they_are_not_read(image: Path, tmp_path: Path) -> None:
    result = disclose(image, tmp_path / "read.jpg", "--note-text", "Illustration produced by AI")
    assert "note: Illustration produced by AI (" in result.stdout
    assert result.stderr == ""
    result = disclose(image, tmp_path / "unread.jpg", "--note-text", "Dreamt by a machine")
    assert result.exit_code == 0
    assert "does not read 'Dreamt by a machine' as this disclosure" in result.stderr


def test_without_a_note_the_caption_is_what_is_said(image: Path, tmp_path: Path) -> None:
    done = as_json(image, tmp_path / "out.jpg", "--locale", "de")
    assert done["note"] is None
    assert done["entries"][0]["words"] == done["caption"] == "Dieses Bild wurde mit KI erstellt."


def test_a_file_is_written_over_only_when_told_to(image: Path, tmp_path: Path) -> None:
    out = tmp_path / "out.jpg"
    out.write_bytes(b"precious")
    result = disclose(image, out)
    assert result.exit_code == 1
    assert f"{out} exists already" in result.stderr
    assert "--force" in result.stderr
    assert out.read_bytes() == b"precious"
    assert disclose(image, out, "--force").exit_code == 0
    assert out.read_bytes().startswith(b"\xff\xd8")


def test_the_original_stays_even_when_forced(image: Path) -> None:
    before = image.read_bytes()
    result = disclose(image, image.parent / "." / image.name, "--force")
    assert (result.exit_code, image.read_bytes()) == (1, before)
    assert "is the original" in result.stderr


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("out.png", "name it {folder}/out.jpg"),
        ("absent/out.jpg", "cannot be written: No such file or directory"),
    ],
)
def test_a_name_that_cannot_be_is_refused(image: Path, tmp_path: Path, name: str, words: str) -> None:
    result = disclose(image, tmp_path / name)
    assert result.exit_code == 1
    assert words.format(folder=tmp_path) in result.stderr
    assert "Traceback" not in result.output


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"no picture", "the first bytes are not those of a"),
        (saved(photo(), "GIF"), "image/gif is not written, only JPEG, PNG and WebP; save a copy"),
        (saved(photo(), "JPEG")[:900], "truncated or damaged"),
    ],
    ids=["words", "gif", "damaged"],
)
def test_what_cannot_be_used_is_one_sentence_that_names_it(tmp_path: Path, data: bytes, words: str) -> None:
    image, out = tmp_path / "in.jpg", tmp_path / "out.jpg"
    image.write_bytes(data)
    result = disclose(image, out)
    assert result.exit_code == 1
    assert result.stderr.startswith(f"colophon: {image}: ")
    assert words in result.stderr
    assert result.stderr.count("\n") == 1
    assert not list(tmp_path.glob("*out*"))


def test_nothing_half_written_is_left(image: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(self: Path, data: bytes) -> int:
        with self.open("wb") as file:
            file.write(data[:10])
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "write_bytes", full)
    result = disclose(image, tmp_path / "out.jpg")
    assert "cannot be written: No space left on device" in result.stderr
    assert {path.name for path in tmp_path.iterdir()} <= {"lake.jpg", "data"}


def test_a_picture_beyond_the_limit_is_refused(
    image: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings = tmp_path / "colophon.toml"
    settings.write_text("[limits]\nbody_bytes = 1000\n")
    monkeypatch.setenv("COLOPHON_CONFIG", str(settings))
    result = disclose(image, tmp_path / "out.jpg")
    assert "more than the limit of 1,000" in result.stderr
