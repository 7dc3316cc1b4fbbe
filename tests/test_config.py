"""Settings: flags over environment over file, and one sentence that names what is wrong."""

from __future__ import annotations

from pathlib import Path

import pytest

from colophon.config import load
from colophon.errors import ConfigError


def test_flags_win_over_environment_over_file(tmp_path: Path) -> None:
    file = tmp_path / "colophon.toml"
    file.write_text("port = 1\nworkers = 2\nhost = 'localhost'\n[limits]\npixels = 1000\n")
    environment = {"COLOPHON_CONFIG": str(file), "COLOPHON_PORT": "3", "COLOPHON_WORKERS": "4"}
    config = load(environment, workers=5, trust=None)
    assert (config.host, config.port, config.workers, config.limits.pixels) == ("localhost", 3, 5, 1000)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("prot = 1", "'prot'"),
        ("port = 70000", "port 70000"),
        ("workers = 0", "workers must be 1"),
        ("workers = 100000", "workers must be 1 to 256"),
        ("[limits]\npixles = 1", "'pixles'"),
        ("[limits]\npixels = 0", "limit pixels"),
        ("[limits]\ndeadline_seconds = inf", "limit deadline_seconds"),
        ("[limits]\ndeadline_seconds = nan", "limit deadline_seconds"),
        ("detector_chip = 'perhaps'", "detector_chip='perhaps'"),
        ("checks = ['c2pa', 'tarot']", "unknown check 'tarot' in checks"),
        ("checks = 3", "checks=3 must be a list of words"),
        ("redis = 5", "redis=5 must be text"),
        ("public_url = 5", "public_url=5 must be text"),
        ("team = ''", "team='' must be text"),
        ("quota = 2.5", "quota=2.5 must be a whole number"),
        ("quota = true", "quota=True must be a whole number"),
        ("port = 'web'", "port='web' must be a whole number"),
        ("shared = 3", "shared=3 must be true or false"),
        ("data = 3", "data=3 must be the path"),
        ("[limits]\nbody_bytes = true", "body_bytes=True must be a whole number"),
        ("not toml", "colophon.toml"),
        ("limits = 3", "limits must be a table"),
        ("retention = 3", "retention must be a table"),
        ("[retention]\nfinding = 3", "unknown retention 'finding'; known: contests, findings"),
        ("[retention]\nfindings = -1", "retention findings must be a number of days"),
        ("[retention]\nfindings = 'x'", "findings='x'"),
        ("limits = ['pixels']", "limits must be a table"),
        ("data = '~nobody-of-this-name/x'", "data='~nobody-of-this-name/x'"),
    ],
)
def test_what_is_wrong_is_named(text: str, words: str, tmp_path: Path) -> None:
    file = tmp_path / "colophon.toml"
    file.write_text(text)
    with pytest.raises(ConfigError, match=words.replace("[", r"\[")):
        load({"COLOPHON_CONFIG": str(file)})


def test_a_file_that_is_no_text_is_named(tmp_path: Path) -> None:
    file = tmp_path / "colophon.toml"
    file.write_bytes(b"host = '\xff'")
    with pytest.raises(ConfigError, match=r"colophon\.toml"):
        load({"COLOPHON_CONFIG": str(file)})


def test_checks_are_a_list_in_the_file_and_words_with_commas_in_the_environment(tmp_path: Path) -> None:
    file = tmp_path / "colophon.toml"
    file.write_text("checks = ['detector', 'registry']")
    assert load({"COLOPHON_CONFIG": str(file)}).checks == ("detector", "registry")
    assert load({"COLOPHON_CHECKS": "c2pa, metadata"}).checks == ("c2pa", "metadata")
