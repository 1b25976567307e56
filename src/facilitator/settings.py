"""The laptop's settings, from `config.toml`. What belongs to the record is in the data file instead."""

from __future__ import annotations

from dataclasses import fields, replace
from pathlib import Path
from typing import Any, NamedTuple

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
"""Languages the people of a meeting may speak."""

NAME_LEVELS = ("consented", "full", "roles", "anonymous", "chatham")
"""How much of people's names may leave the file; see the contract."""

LARGEST_BYTES = 1_000_000
"""A file over this size is no settings file."""


class Fault(NamedTuple):
    """What in the settings could not be taken, and what to do about it."""

    what: str
    remedy: str

    def __str__(self) -> str:
        return f"{self.what} – {self.remedy}"


@frozen
class Settings:
    """What the user set on this laptop.

    `day_first` reads `12/3` as 12 March. `language` is what the people of this laptop's meetings speak; what leaves
    the data file is marked with it. `names` is the level of names that exports use when none is asked for; never
    `full`, which has to be asked for each time. `facilitator` is who runs a new meeting.

    `faults` is no setting: it names what in the file could not be taken. Defaults stand in their place.
    """

    theme: str = "textual-dark"
    day_first: bool = False
    language: str = "en"
    names: str = "consented"
    facilitator: str = ""
    faults: tuple[Fault, ...] = ()

    @property
    def notice(self) -> str:
        """One line about the faults for whoever goes on with the defaults; empty where there are none."""
        if not self.faults:
            return ""
        told = [fault.what for fault in self.faults[:_TOLD]]
        more = f"; and {len(self.faults) - _TOLD} more" if len(self.faults) > _TOLD else ""
        return f"settings: {'; '.join(told)}{more}. Defaults hold; “facilitator config” says what to write"


_TOLD = 2
"""Faults that a notice has room for."""

_ALLOWED = {
    "theme": THEMES,
    "language": LANGUAGES,
    "names": tuple(level for level in NAME_LEVELS if level != "full"),
}
_KEYS = tuple(field.name for field in fields(Settings) if field.name != "faults")


class _Wrong(Exception):
    """Carries a fault of the file or of one value."""

    def __init__(self, what: str, remedy: str) -> None:
        super().__init__(what)
        self.fault = Fault(what, remedy)


def load(path: Path) -> Settings:
    """The settings in the file at `path`; the defaults where there is no file.

    Nothing in the file is an error: a file that cannot be read, an unknown key and a bad value are left out, and named
    in `Settings.faults` in their order.
    """
    values: dict[str, Any] = {}
    faults = []
    try:
        table = _table(path)
    except _Wrong as wrong:
        return Settings(faults=(wrong.fault,))
    for key, value in table.items():
        try:
            values[key] = _checked(key, value)
        except _Wrong as wrong:
            faults.append(wrong.fault)
    return replace(Settings(faults=tuple(faults)), **values)


def as_toml(settings: Settings) -> str:
    """Every setting with its value, as lines that `load` reads back."""
    import json  # a JSON string without control characters is a TOML string too

    return "".join(f"{key} = {json.dumps(getattr(settings, key), ensure_ascii=False)}\n" for key in _KEYS)


def _table(path: Path) -> dict[str, Any]:
    text = _read(path)
    if not text:
        return {}
    import tomllib  # costs milliseconds, and most laptops have no settings file

    try:
        return tomllib.loads(text)
    except (ValueError, RecursionError) as mistake:
        raise _Wrong(f"the file is not TOML: {str(mistake)[:200]}", "mend it or move it away") from mistake


def _read(path: Path) -> str:
    try:
        with path.open("rb") as file:
            data = file.read(LARGEST_BYTES + 1)
    except (FileNotFoundError, NotADirectoryError):
        return ""
    except OSError as trouble:
        raise _Wrong(f"the file cannot be read: {trouble.strerror}", "mend it or move it away") from trouble
    if len(data) > LARGEST_BYTES:
        raise _Wrong("the file is too large for settings", "mend it or move it away")
    try:
        # Some editors put a byte order mark in front, which TOML does not know.
        return data.decode("utf-8-sig").replace("\r\n", "\n")
    except UnicodeDecodeError as mistake:
        raise _Wrong("the file is not UTF-8 text", "save it as UTF-8") from mistake


def _checked(key: str, value: object) -> str | bool:
    """The value of a setting, cleaned."""
    from facilitator.model.template import shown
    from facilitator.model.text import tidy

    if key not in _KEYS:
        raise _Wrong(f"there is no setting {shown(key)}", _one_of("settings", key, _KEYS))
    if key == "day_first":
        if not isinstance(value, bool):
            raise _Wrong("day_first is neither true nor false", "write one of these, without quotes")
        return value
    if not isinstance(value, str):
        raise _Wrong(f"{key} is no text", "write text in quotes")
    allowed = _ALLOWED.get(key)
    if allowed is None:
        return tidy(value)
    if value not in allowed:
        why = ", which has to be asked for each time" if value == "full" else ""
        raise _Wrong(f"{key} cannot be {shown(value)}{why}", _one_of("allowed", value, allowed))
    return value


def _one_of(what: str, typed: str, known: tuple[str, ...]) -> str:
    from facilitator.model.template import did_you_mean

    near = did_you_mean(typed, known).removeprefix("; ")
    return f"{near}{' ' if near else ''}{what}: {', '.join(known)}"
