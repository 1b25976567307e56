from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import settings as examples
from hypothesis import strategies as st
from textual.theme import BUILTIN_THEMES

from facilitator.settings import LANGUAGES, THEMES, Settings, as_toml, load


def write(tmp_path: Path, text: str | bytes) -> Path:
    path = tmp_path / "config.toml"
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return path


def test_a_missing_file_means_defaults(tmp_path: Path) -> None:
    assert load(tmp_path / "none.toml") == Settings()
    assert load(tmp_path / "no folder" / "none.toml") == Settings()
    assert Settings().day_first is False
    assert Settings().names == "consented"


def test_an_empty_file_and_the_null_device_mean_defaults(tmp_path: Path) -> None:
    assert load(write(tmp_path, "# nothing set\n")) == Settings()
    assert load(Path("/dev/null")) == Settings()


def test_values_are_read(tmp_path: Path) -> None:
    path = write(tmp_path, 'day_first = true\nnames = "roles"\nfacilitator = " Żaneta\\tO\'Hara "\ntheme = "nord"\n')
    assert load(path) == Settings("nord", True, "en", "roles", "Żaneta O'Hara")


def test_windows_line_ends_and_a_byte_order_mark_do_not_matter(tmp_path: Path) -> None:
    assert load(write(tmp_path, b"\xef\xbb\xbfday_first = true\r\nlanguage = 'es'\r\n")) == Settings(
        day_first=True, language="es"
    )


@pytest.mark.parametrize(
    ("text", "what", "remedy"),
    [
        ("themes = 'nord'", "there is no setting 'themes'", "did you mean 'theme'? settings: theme, day_first"),
        ("faults = 'x'", "there is no setting 'faults'", "theme, day_first, language"),
        ("[theme]\nname = 1", "theme is no text", "in quotes"),
        ("theme = 'pink'", "theme cannot be 'pink'", "nord"),
        ("day_first = 'yes'", "day_first is neither true nor false", "without quotes"),
        ("day_first = 1", "day_first is neither true nor false", "without quotes"),
        ("language = 'de'", "language cannot be 'de'", "en, es, fr"),
        ("names = 'full'", "names cannot be 'full', which has to be asked for each time", "consented, roles"),
        ("names = 'nobody'", "names cannot be 'nobody'", "consented, roles, anonymous, chatham"),
        ("facilitator = 7", "facilitator is no text", "in quotes"),
        ("theme = 'nord", "the file is not TOML", "mend it"),
        ("a = " + "[" * 5000, "the file is not TOML", "mend it"),
        (b"theme = '\xff'", "the file is not UTF-8", "UTF-8"),
        (b"\xff\xfet\x00", "the file is not UTF-8", "UTF-8"),
        (b"#" * 2_000_000, "the file is too large", "mend it"),
    ],
)
def test_what_is_wrong_is_named_with_what_to_write_and_the_default_holds(
    tmp_path: Path, text: str | bytes, what: str, remedy: str
) -> None:
    found = load(write(tmp_path, text))
    (fault,) = found.faults
    assert fault.what.startswith(what)
    assert remedy in fault.remedy
    assert str(fault) == f"{fault.what} – {fault.remedy}"
    assert found == Settings(faults=found.faults)


def test_what_is_right_is_taken_beside_what_is_wrong(tmp_path: Path) -> None:
    found = load(write(tmp_path, "theme = 'pink'\nday_first = true\ncolour = 1\nlanguage = 'es'\nnames = 3"))
    assert (found.theme, found.day_first, found.language, found.names) == ("textual-dark", True, "es", "consented")
    assert [fault.what for fault in found.faults] == [
        "theme cannot be 'pink'",
        "there is no setting 'colour'",
        "names is no text",
    ]
    assert found.notice == (
        "settings: theme cannot be 'pink'; there is no setting 'colour'; and 1 more. Defaults hold; “facilitator"
        " config” says what to write"
    )
    assert Settings().notice == ""


def test_a_folder_in_its_place_is_no_crash(tmp_path: Path) -> None:
    (fault,) = load(tmp_path).faults
    assert fault.what.startswith("the file cannot be read")


def test_themes_are_those_of_textual() -> None:
    assert set(THEMES) == set(BUILTIN_THEMES)


@given(
    st.builds(
        Settings,
        theme=st.sampled_from(THEMES),
        day_first=st.booleans(),
        language=st.sampled_from(LANGUAGES),
        names=st.sampled_from(("consented", "roles", "anonymous", "chatham")),
        facilitator=st.text(st.characters(codec="utf-8", exclude_categories=("C", "Z", "M"))),
    )
)
@examples(max_examples=60, deadline=None)
def test_what_is_printed_reads_back(tmp_path_factory: pytest.TempPathFactory, settings: Settings) -> None:
    path = tmp_path_factory.mktemp("settings") / "config.toml"
    path.write_text(as_toml(settings), encoding="utf-8")
    again = load(path)
    assert as_toml(again) == as_toml(load(path))
    assert (again.theme, again.day_first, again.language, again.names) == (
        settings.theme, settings.day_first, settings.language, settings.names,
    )  # fmt: skip


@given(st.binary(max_size=200))
@examples(max_examples=150, deadline=None)
def test_no_file_is_a_crash(tmp_path_factory: pytest.TempPathFactory, data: bytes) -> None:
    path = tmp_path_factory.mktemp("any") / "config.toml"
    path.write_bytes(data)
    found = load(path)
    assert found.faults or found == Settings() or b"=" in data
