"""The laptop's settings, from `config.toml`. What belongs to the record is in the data file instead."""

from __future__ import annotations

from dataclasses import fields
from pathlib import Path
from typing import Any

from facilitator.errors import Invalid
from facilitator.frozen import frozen

THEMES = (
    "textual-dark",
    "textual-light",
    "nord",
    "gruvbox",
    "catppuccin-mocha",
    "dracula",
    "tokyo-night",
    "monokai",
    "flexoki",
    "catppuccin-latte",
    "catppuccin-frappe",
    "catppuccin-macchiato",
    "solarized-light",
    "solarized-dark",
    "rose-pine",
    "rose-pine-moon",
    "rose-pine-dawn",
    "atom-one-dark",
    "atom-one-light",
    "ansi-dark",
    "ansi-light",
)
"""Textual's own themes, named here so that settings are read without it."""

LANGUAGES = ("en", "es", "fr")
"""Languages the meeting may be held in."""

NAME_LEVELS = ("consented", "full", "roles", "anonymous", "chatham")
"""How much of people's names may leave the file; see the contract."""

LARGEST_BYTES = 1_000_000
"""A file over this size is no settings file."""


@frozen
class Settings:
    """What the user set on this laptop.

    `day_first` reads `12/3` as 12 March. `names` is the level of names that exports use when none is asked for;
    never `full`, which has to be asked for each time. `facilitator` is who runs a new meeting.
    """

    theme: str = "textual-dark"
    day_first: bool = False
    language: str = "en"
    names: str = "consented"
    facilitator: str = ""


_ALLOWED = {
    "theme": THEMES,
    "language": LANGUAGES,
    "names": tuple(level for level in NAME_LEVELS if level != "full"),
}


def load(path: Path) -> Settings:
    """The settings in the file at `path`; the defaults where there is no file.

    Raises:
        Invalid: the file cannot be read, is no TOML, or has an unknown key or a bad value. The message names the
            file, the key and what is allowed; the error's `field` is the key, or `config` for the file itself.
    """
    text = _read(path)
    if not text:
        return Settings()
    import tomllib  # costs milliseconds, and most laptops have no settings file

    try:
        table = tomllib.loads(text)
    except (ValueError, RecursionError) as mistake:
        raise Invalid("config", f"{path} is not TOML: {str(mistake)[:200]}; mend it or move it away") from mistake
    known = [field.name for field in fields(Settings)]
    values: dict[str, Any] = {key: _checked(path, key, value, known) for key, value in table.items()}
    return Settings(**values)


def as_toml(settings: Settings) -> str:
    """Every setting with its value, as lines that `load` reads back."""
    import json  # a JSON string without control characters is a TOML string too

    return "".join(
        f"{field.name} = {json.dumps(getattr(settings, field.name), ensure_ascii=False)}\n"
        for field in fields(settings)
    )


def _read(path: Path) -> str:
    try:
        with path.open("rb") as file:
            data = file.read(LARGEST_BYTES + 1)
    except (FileNotFoundError, NotADirectoryError):
        return ""
    except OSError as trouble:
        raise Invalid(
            "config", f"the settings in {path} cannot be read: {trouble.strerror}; mend or move it"
        ) from trouble
    if len(data) > LARGEST_BYTES:
        raise Invalid("config", f"{path} is too large for a settings file; mend it or move it away")
    try:
        # Some editors put a byte order mark in front, which TOML does not know.
        return data.decode("utf-8-sig").replace("\r\n", "\n")
    except UnicodeDecodeError as mistake:
        raise Invalid("config", f"{path} is not UTF-8 text; save it as UTF-8") from mistake


def _checked(path: Path, key: str, value: object, known: list[str]) -> str | bool:
    """The value of a setting, cleaned."""
    from facilitator.model.template import did_you_mean, shown
    from facilitator.model.text import one_line

    if key not in known:
        raise Invalid(
            key, f"{path}: there is no setting {shown(key)}{did_you_mean(key, known)} – settings: {', '.join(known)}"
        )
    if key == "day_first":
        if not isinstance(value, bool):
            raise Invalid(key, f"{path}: day_first must be true or false, without quotes")
        return value
    if not isinstance(value, str):
        raise Invalid(key, f"{path}: {key} must be text in quotes")
    allowed = _ALLOWED.get(key)
    if allowed is None:
        return " ".join(one_line(value).split())
    if value not in allowed:
        near = " – full has to be asked for each time" if value == "full" else did_you_mean(value, allowed)
        raise Invalid(key, f"{path}: {key} cannot be {shown(value)}{near} – allowed: {', '.join(allowed)}")
    return value
