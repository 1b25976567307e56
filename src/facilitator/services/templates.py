"""Finding meeting templates: the ten built in, and the user's own beside the settings."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any

from facilitator.errors import Invalid, NotFound
from facilitator.frozen import frozen
from facilitator.model.template import Template, TemplateStep, check, did_you_mean, shown
from facilitator.model.text import tidy
from facilitator.steps import kinds

BUILT_IN = (
    "kick_off",
    "check_in",
    "goal_review",
    "evaluation",
    "celebration",
    "agreement",
    "discovery",
    "resources",
    "repair",
    "renewal",
)
"""The keys of the built-in templates in the order they are listed; each is also the name of its file."""

LARGEST_BYTES = 1_000_000
"""A template file over this size is no template."""

LARGEST_NUMBER = 9999
"""No minutes and no version are over this."""

_TEMPLATE_TEXT = ("key", "title", "when", "built_on")
_STEP_TEXT = ("kind", "title", "prompt", "record", "fixed_start")
_STEP_WHOLE = ("minutes", "floor")
_NEEDED = frozenset({"key", "title", "kind", "minutes", "floor"})


@frozen
class _File:
    """One template file as read. `template` is None when there are `problems`."""

    name: str
    key: str
    text: str
    template: Template | None
    problems: tuple[str, ...]


def all_templates(folder: Path | None) -> tuple[tuple[Template, ...], tuple[str, ...]]:
    """Every template that is sound, and one sentence for each thing wrong with the user's own files.

    `folder` holds the user's `*.toml`; None or a missing folder means none. A user's template takes the place
    of the built-in one of the same key; new ones follow the built-in ones.
    """
    files, problems = _own(folder)
    own = {file.key: file.template for file in files if file.template is not None}
    listed = [own.get(key) or _built_in(key) for key in BUILT_IN]
    return (*listed, *(template for key, template in own.items() if key not in BUILT_IN)), problems


def find(key: str, folder: Path | None) -> Template:
    """The template called `key`, the user's own before the built-in one.

    Raises:
        NotFound: no such template; the message names the known keys.
        Invalid: (`template`) the user's own file of that key has mistakes; the message names the first.
    """
    file = _own_file(key, folder)
    if file is not None and file.template is not None:
        return file.template
    return _built_in(key)


def source(key: str, folder: Path | None) -> str:
    """The text of the template's TOML file, to be printed, changed and kept as one's own.

    Raises:
        NotFound: as `find`.
        Invalid: as `find`.
    """
    file = _own_file(key, folder)
    return file.text if file is not None else _built_in_text(key)


@cache
def built_in_words() -> frozenset[str]:
    """The titles and prompts of the built-in templates: what the program itself says on an agenda."""
    found = [_built_in(key) for key in BUILT_IN]
    return frozenset(
        (
            *(it.title for it in found),
            *(words for it in found for step in it.steps for words in (step.title, step.prompt)),
        )
    )


def _own_file(key: str, folder: Path | None) -> _File | None:
    """The user's sound file for `key`, None where the built-in one serves; raises where neither does."""
    own, problems = _own(folder)
    for file in own:
        if file.key == key:
            if file.template is None:
                # The built-in one in its place would be another meeting than the one asked for.
                raise Invalid("template", f"{file.problems[0]} – mend the file or move it away")
            return file
    if key in BUILT_IN:
        return None
    known = [*BUILT_IN, *(file.key for file in own if file.template and file.key not in BUILT_IN)]
    near = did_you_mean(key.replace("-", "_").replace(" ", "_"), known)
    faulty = f" – not read: {problems[0]}" if problems else ""
    raise NotFound(f"there is no template {shown(key)}{near or '.'} Templates: {', '.join(known)}{faulty}")


def _built_in(key: str) -> Template:
    file = _read(f"{key}.toml", _built_in_text(key))
    assert file.template is not None, file.problems
    return file.template


def _built_in_text(key: str) -> str:
    from facilitator import templates

    # As pkgutil does, and importlib.resources; to import those takes longer than to read the file.
    return Path(templates.__path__[0], f"{key}.toml").read_text("utf-8")


def _own(folder: Path | None) -> tuple[tuple[_File, ...], tuple[str, ...]]:
    """The user's files in the order of their names, the first of a key winning, and all their problems."""
    try:
        paths = sorted(folder.iterdir()) if folder is not None else []
    except (FileNotFoundError, NotADirectoryError):
        return (), ()
    except OSError as trouble:
        return (), (f"the templates folder cannot be read: {trouble.strerror}",)
    files: dict[str, _File] = {}
    problems: list[str] = []
    for path in paths:
        if path.suffix.lower() != ".toml" or path.name.startswith("."):
            continue
        file = _open(path)
        problems += file.problems
        other = files.get(file.key)
        if other is None or other.template is None:
            files[file.key] = file
        elif file.template is not None:
            problems.append(f"{file.name}: the key {shown(file.key)} is already that of {other.name}, give it another")
    return tuple(files.values()), tuple(problems)


def _open(path: Path) -> _File:
    name = path.name if path.name.isprintable() else shown(path.name)
    try:
        if not path.is_file() or path.stat().st_size > LARGEST_BYTES:
            return _faulty(name, path.stem, f"{name} is not a template file")
        # Some editors put a byte order mark in front, which TOML does not know.
        text = path.read_bytes().decode("utf-8-sig").replace("\r\n", "\n")
    except OSError as trouble:
        return _faulty(name, path.stem, f"{name} cannot be read: {trouble.strerror}")
    except UnicodeDecodeError:
        return _faulty(name, path.stem, f"{name} is not UTF-8 text: save it as UTF-8")
    return _read(name, text)


def _faulty(name: str, key: str, problem: str) -> _File:
    return _File(name, key, "", None, (problem,))


def _read(name: str, text: str) -> _File:
    """A template out of TOML text, or what is wrong with it."""
    import tomllib  # costs milliseconds that most commands can save

    key = name.rpartition(".")[0]
    try:
        table = tomllib.loads(text)
    except (ValueError, RecursionError) as mistake:
        return _faulty(name, key, f"{name} is not TOML: {str(mistake)[:200]}")
    problems = list(_shape_problems(table))
    template = None
    if not problems:
        template = _template(table)
        problems = list(check(template, kinds.keys()))
    if isinstance(table.get("key"), str):
        key = tidy(table["key"])
    where = (f"{name}, {it}" if it.startswith("step ") else f"{name}: {it}" for it in problems)
    return _File(name, key, text, None if problems else template, tuple(where))


def _shape_problems(table: Mapping[str, object]) -> Iterator[str]:
    """Keys that are missing, unknown or hold the wrong sort of value, for the template and each step."""
    yield from _field_problems(table, _TEMPLATE_TEXT, ("version",), also=("steps",))
    steps = table.get("steps", [])
    if not isinstance(steps, list):
        yield "the steps must each begin with [[steps]]"
        return
    for number, step in enumerate(steps, start=1):
        if not isinstance(step, dict):
            yield f"step {number}: it must begin with [[steps]]"
            continue
        for problem in _field_problems(step, _STEP_TEXT, _STEP_WHOLE):
            yield f"step {number}: {problem}"


def _field_problems(
    table: Mapping[str, object], texts: tuple[str, ...], wholes: tuple[str, ...], also: tuple[str, ...] = ()
) -> Iterator[str]:
    known = (*texts, *wholes, *also)
    for field in known:
        if field in _NEEDED and field not in table:
            yield f"{field} is missing"
    for field, value in table.items():
        if field not in known:
            yield f"there is no key {shown(field)}{did_you_mean(field, known)}"
        elif field in texts and not isinstance(value, str):
            yield f"{field} must be text in quotes"
        elif field in wholes and not (type(value) is int and 0 <= value <= LARGEST_NUMBER):
            yield f"{field} must be a whole number from 0 to {LARGEST_NUMBER}"


def _template(table: Mapping[str, Any]) -> Template:
    """The template in a table whose shape is known to be right."""
    return Template(
        key=tidy(table["key"]),
        title=tidy(table["title"]),
        when=tidy(table.get("when", "")),
        built_on=tidy(table.get("built_on", "")),
        version=table.get("version", 1),
        steps=tuple(_step(step) for step in table.get("steps", ())),
    )


def _step(table: Mapping[str, Any]) -> TemplateStep:
    return TemplateStep(
        kind=tidy(table["kind"]),
        title=tidy(table["title"]),
        minutes=table["minutes"],
        floor=table["floor"],
        prompt=tidy(table.get("prompt", "")),
        record=tidy(table.get("record", "")),
        fixed_start=tidy(table.get("fixed_start", "")),
    )
