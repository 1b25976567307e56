import sys
from pathlib import Path

import platformdirs
import pytest

from facilitator import paths
from facilitator.errors import DiskTrouble, FileTrouble


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for name in ("FACILITATOR_FILE", "FACILITATOR_CONFIG", "XDG_DATA_HOME", "XDG_CONFIG_HOME", "XDG_STATE_HOME"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("HOME", str(tmp_path))
    return tmp_path


def test_the_data_file_is_the_one_named_else_that_of_the_environment_else_the_default(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    default = paths.data_file()
    assert default.name == "facilitator.db"
    assert tmp_path in default.parents
    monkeypatch.setenv("FACILITATOR_FILE", str(tmp_path / "env.db"))
    assert paths.data_file() == tmp_path / "env.db"
    assert paths.data_file(Path("here.db")) == Path("here.db")


def test_an_empty_variable_names_no_file(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FACILITATOR_FILE", "")
    monkeypatch.setenv("FACILITATOR_CONFIG", "")
    assert paths.data_file().name == "facilitator.db"
    assert paths.config_file().name == "config.toml"


def test_a_tilde_is_the_home_folder(home: Path) -> None:
    assert paths.data_file("~/x.db") == home / "x.db"


def test_only_the_default_folder_is_made_and_for_its_owner_alone(tmp_path: Path) -> None:
    default = paths.data_file()
    paths.ready_folder(default)
    assert default.parent.stat().st_mode & 0o777 == 0o700
    with pytest.raises(FileTrouble, match="does not exist"):
        paths.ready_folder(tmp_path / "nowhere" / "x.db")
    assert not (tmp_path / "nowhere").exists()


def test_a_default_folder_that_cannot_be_made_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "taken").write_text("a file where a folder should be")
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "taken"))
    with pytest.raises(DiskTrouble, match="taken"):
        paths.ready_folder(paths.data_file())


def test_the_default_folder_is_known_however_it_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    default = paths.data_file()
    paths.ready_folder(default)
    monkeypatch.chdir(default.parent.parent)
    assert paths.is_default_folder(default.parent)
    assert paths.is_default_folder(Path(default.parent.name))
    assert not paths.is_default_folder(default.parent.parent)


def test_templates_are_beside_the_settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FACILITATOR_CONFIG", str(tmp_path / "mine.toml"))
    assert paths.config_file() == tmp_path / "mine.toml"
    assert paths.templates_folder() == tmp_path / "templates"


@pytest.mark.parametrize("place", [None, "", "  ", "relative/place", "~/place", "/one//two/../three", "/with space/"])
@pytest.mark.parametrize("house", ["/home/ana", "/home/ana/", "", "relative"])
def test_the_default_folders_are_those_that_platformdirs_names(
    place: str | None, house: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HOME", house)
    if place is not None:
        monkeypatch.setenv("XDG_DATA_HOME", place)
        monkeypatch.setenv("XDG_CONFIG_HOME", place)
    assert paths.data_file().parent == platformdirs.user_data_path("facilitator", appauthor=False)
    assert paths.config_file().parent == platformdirs.user_config_path("facilitator", appauthor=False)


def test_other_systems_are_left_to_platformdirs(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "platform", "darwin")
    monkeypatch.setattr(platformdirs, "user_data_path", lambda *_, **__: Path("/their/own"))
    assert paths.data_file() == Path("/their/own/facilitator.db")
