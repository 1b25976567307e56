from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import settings as examples
from hypothesis import strategies as st
from textual.theme import BUILTIN_THEMES

from facilitator.errors import Invalid
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
    ("text", "field", "words"),
    [
        ("themes = 'nord'", "themes", "did you mean 'theme'"),
        ("[theme]\nname = 1", "theme", "text in quotes"),
        ("theme = 'pink'", "theme", "nord"),
        ("day_first = 'yes'", "day_first", "true or false"),
        ("day_first = 1", "day_first", "true or false"),
        ("language = 'de'", "language", "en, es, fr"),
        ("names = 'full'", "names", "asked for each time"),
        ("names = 'nobody'", "names", "consented, roles, anonymous, chatham"),
        ("facilitator = 7", "facilitator", "text in quotes"),
        ("theme = 'nord", "config", "not TOML"),
        ("a = " + "[" * 5000, "config", "not TOML"),
        (b"theme = '\xff'", "config", "UTF-8"),
        (b"\xff\xfet\x00", "config", "UTF-8"),
        (b"#" * 2_000_000, "config", "too large"),
    ],
)
def test_what_is_wrong_is_named_with_its_file_and_what_is_allowed(
    tmp_path: Path, text: str | bytes, field: str, words: str
) -> None:
    path = write(tmp_path, text)
    with pytest.raises(Invalid) as caught:
        load(path)
    assert caught.value.field == field
    assert str(path) in str(caught.value)
    assert words in str(caught.value)


def test_a_folder_in_its_place_is_no_crash(tmp_path: Path) -> None:
    with pytest.raises(Invalid, match="cannot be read"):
        load(tmp_path)


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
    try:
        load(path)
    except Invalid as error:
        assert str(path) in str(error)  # noqa: PT017
