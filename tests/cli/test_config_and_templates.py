import tomllib
from pathlib import Path

from command_line import Cli
from facilitator.settings import Settings, as_toml


def test_config_prints_its_place_and_every_setting(cli: Cli, tmp_path: Path) -> None:
    said = cli("config")
    assert (said.code, said.err) == (0, "")
    assert str(tmp_path / "config.toml") in said.out.splitlines()[0]
    assert "not there" in said.out.splitlines()[0]
    assert tomllib.loads(said.out) == tomllib.loads(as_toml(Settings()))
    assert str(tmp_path / "meetings.db") in said.out


def test_config_prints_what_was_set(cli: Cli, tmp_path: Path) -> None:
    (tmp_path / "config.toml").write_text("day_first = true")
    said = cli("config")
    assert "not there" not in said.out
    assert "day_first = true\n" in said.out


def test_every_mistake_in_the_settings_is_named_after_the_settings_that_hold(cli: Cli, tmp_path: Path) -> None:
    (tmp_path / "config.toml").write_text("dayfirst = true\nlanguage = 'es'\ntheme = 'pink'")
    said = cli("config")
    assert said.code == 1
    assert tomllib.loads(said.out) == tomllib.loads(as_toml(Settings(language="es")))
    assert said.err.count("\n") == 1
    assert said.err.startswith(f"facilitator: {tmp_path / 'config.toml'}: ")
    for words in ("'dayfirst'", "did you mean 'day_first'?", "'pink'", "nord"):
        assert words in said.err


def test_templates_are_listed(cli: Cli) -> None:
    said = cli("templates")
    assert (said.code, said.err) == (0, "")
    assert "check_in          60     37  Regular check-in" in said.out
    assert said.out.count("\n") == 11


def test_a_template_is_printed_as_toml(cli: Cli) -> None:
    said = cli("templates", "repair")
    assert (said.code, said.err) == (0, "")
    assert tomllib.loads(said.out)["key"] == "repair"


def test_one_own_template_with_a_mistake_is_said_beside_the_list(cli: Cli, tmp_path: Path) -> None:
    (tmp_path / "templates").mkdir()
    (tmp_path / "templates" / "mine.toml").write_text("title = 3")
    said = cli("templates")
    assert said.code == 0
    assert "check_in" in said.out
    assert "mine.toml" in said.err


def test_an_unknown_template_is_refused_with_the_known_ones(cli: Cli) -> None:
    assert "check_in" in cli("templates", "chekin").refusal
