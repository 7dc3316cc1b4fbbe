"""Settings: flags over environment over file, and one sentence that names what is wrong."""

from __future__ import annotations

import os
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
        ("publish = true", "publish needs public_url"),
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


@pytest.mark.parametrize(
    ("environment", "words"),
    [
        (
            {"COLOPHON_PUBLIC_URI": "https://a.example"},
            "'COLOPHON_PUBLIC_URI'; do you mean 'COLOPHON_PUBLIC_URL'?",
        ),
        ({"COLOPHON_CONFG": "x"}, "do you mean 'COLOPHON_CONFIG'?"),
        ({"COLOPHON_PORTT": "1", "COLOPHON_PORT": "2"}, "do you mean 'COLOPHON_PORT'?"),
        ({"COLOPHON_ZZZ": "1"}, "unknown variable 'COLOPHON_ZZZ'; known: COLOPHON_CASE_KEY, "),
    ],
)
def test_a_variable_that_is_misspelt_is_named_with_the_one_that_is_meant(
    environment: dict[str, str], words: str
) -> None:
    with pytest.raises(ConfigError) as refused:
        load(environment)
    assert words in str(refused.value)


def test_variables_that_are_empty_or_of_others_are_no_settings() -> None:
    load({"COLOPHON_PORTT": "", "COLOPHON_SERVERS": "a:1", "COLOPHON_CASES": "x", "COLOPHONE": "x"})


def test_a_setting_that_is_misspelt_is_named_with_the_one_that_is_meant(tmp_path: Path) -> None:
    file = tmp_path / "colophon.toml"
    file.write_text("public_uri = 'https://a.example'")
    with pytest.raises(ConfigError, match="do you mean 'public_url'"):
        load({"COLOPHON_CONFIG": str(file)})


def test_a_data_folder_that_cannot_be_read_is_named_and_nothing_in_it(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    for folder in (tmp_path / "file", tmp_path / ("x" * 300)):
        with pytest.raises(ConfigError) as refused:
            load({"COLOPHON_DATA": str(folder)})
        assert str(refused.value).startswith(f"the data folder {folder} cannot be read: ")
        assert "COLOPHON_DATA" in str(refused.value)
    assert load({"COLOPHON_DATA": str(tmp_path / "new")}).data == tmp_path / "new"


def test_a_data_folder_of_somebody_else_is_named(tmp_path: Path) -> None:
    (tmp_path / "theirs").mkdir(mode=0)
    if os.access(tmp_path / "theirs", os.X_OK):
        pytest.skip("this user may read everything")
    with pytest.raises(ConfigError, match=r"the data folder .*theirs cannot be read"):
        load({"COLOPHON_DATA": str(tmp_path / "theirs")})


def test_a_trust_folder_on_the_command_line_has_to_be_there(tmp_path: Path) -> None:
    environment = {"COLOPHON_DATA": str(tmp_path)}
    with pytest.raises(ConfigError, match=r"--trust .*turst: there is no such folder"):
        load(environment, trust=str(tmp_path / "turst"))
    assert load(environment, trust=str(tmp_path)).trust_folder == tmp_path
