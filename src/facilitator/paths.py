"""Where files live: the data file, its backups, the settings, the user's templates."""

from __future__ import annotations

import contextlib
import os
import stat
import sys
from pathlib import Path

from facilitator.errors import DiskTrouble, FileTrouble

APP = "facilitator"


def data_file(named: str | Path | None = None) -> Path:
    """The data file: `named`, else `FACILITATOR_FILE`, else `facilitator.db` in the user data folder."""
    return _named(named or os.environ.get("FACILITATOR_FILE")) or _default_data_folder() / "facilitator.db"


def ready_folder(path: Path) -> None:
    """Makes sure that a new data file at `path` has a folder to be in.

    The default folder is made, for its owner alone; any other must exist.

    Raises:
        FileTrouble: the folder of a file that was named does not exist.
        DiskTrouble: the default folder cannot be made.
    """
    if path.parent.is_dir():
        return
    if path.parent != _default_data_folder():
        raise FileTrouble(f"the folder {path.parent} does not exist; make it first, or name another file")
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        raise DiskTrouble(
            f"the folder {path.parent} cannot be made: {error.strerror}; name a file with --file"
        ) from error


def is_default_folder(folder: Path) -> bool:
    """Whether `folder` is the user data folder, which holds nothing but our file."""
    return folder.absolute() == _default_data_folder()


def narrow_rights(path: Path) -> list[str]:
    """Takes away what others on this computer may do with a data file in our default folder; says so, if it had to."""
    said = []
    for place, due in ((path, 0o600), (path.absolute().parent, 0o700)):
        mode = _rights_of_others(place)
        # By name first: to find out where our folder is takes longer than the rest of a command's start.
        if mode and path.absolute().parent.name == APP and is_default_folder(path.parent):
            with contextlib.suppress(OSError):
                place.chmod(due)
                said.append(f"others on this computer could use {place} (its rights were {mode:04o}); now they cannot")
    return said


def wide_rights(path: Path) -> list[str]:
    """What others on this computer may do with a data file, in words; nothing where it is its owner's alone."""
    mode = _rights_of_others(path)
    return (
        [f"others on this computer may use {path} (its rights are {mode:04o}); run: chmod 600 {path}"] if mode else []
    )


def _rights_of_others(place: Path) -> int:
    """The rights of a file or folder that others may use, 0 where only its owner may."""
    try:
        mode = stat.S_IMODE(place.stat().st_mode)
    except OSError:
        return 0
    return mode if os.name == "posix" and mode & 0o077 else 0


def config_file() -> Path:
    """The laptop's settings: `FACILITATOR_CONFIG`, else `config.toml` in the user config folder."""
    named = _named(os.environ.get("FACILITATOR_CONFIG"))
    if named:
        return named
    return _config_folder() / "config.toml"


def templates_folder() -> Path:
    """The folder of the user's own templates, beside the settings."""
    return config_file().parent / "templates"


def layouts_folder() -> Path:
    """The folder of the user's own layouts of minutes, beside the settings."""
    return config_file().parent / "layouts"


def backups_folder(data_file: Path) -> Path:
    """The folder of the backups of one data file, in the user state folder: a readable name and a key of its place."""
    from hashlib import sha256

    place = data_file.resolve()
    readable = "".join(c if c.isascii() and (c.isalnum() or c in "-_") else "-" for c in place.stem)[:40]
    key = sha256(os.fsencode(os.path.normcase(place))).hexdigest()[:12]
    return state_folder() / "backups" / f"{readable}-{key}"


def synced_by(data_file: Path) -> str:
    """The sync service that seems to keep the data file's folder; empty for none.

    Such a service can copy the file in the middle of a write, and makes a second one when two laptops write.
    """
    from facilitator.model.places import MARKERS, service_of

    place = data_file.resolve()
    if service := service_of((*place.parts[:-1], *data_file.absolute().parts[:-1])):
        return service
    return next((MARKERS[it] for folder in place.parents for it in MARKERS if os.path.lexists(folder / it)), "")


def conflict_copies(data_file: Path) -> list[Path]:
    """Files beside the data file that a sync service seems to have made of it when two laptops wrote."""
    from facilitator.model.places import is_conflict_copy

    try:
        names = sorted(os.listdir(data_file.absolute().parent))
    except OSError:
        return []
    return [data_file.parent / it for it in names if is_conflict_copy(it, data_file.stem, data_file.suffix)]


def state_folder() -> Path:
    """What the program keeps beside the record: backups, and reports of its own crashes."""
    from platformdirs import user_state_path

    return user_state_path(APP, appauthor=False)


def _named(place: str | Path | None) -> Path | None:
    # Shells leave the tilde of --file=~/x as it is.
    return Path(os.path.expanduser(place)) if place else None


def _config_folder() -> Path:
    if place := _linux_folder("XDG_CONFIG_HOME", ".config"):
        return place
    from platformdirs import user_config_path

    return user_config_path(APP, appauthor=False)


def _default_data_folder() -> Path:
    if place := _linux_folder("XDG_DATA_HOME", ".local/share"):
        return place
    from platformdirs import user_data_path

    return user_data_path(APP, appauthor=False)


def _linux_folder(variable: str, usual: str) -> Path | None:
    """What platformdirs says on Linux, None elsewhere and where the environment says anything unusual.

    Its import takes a sixth of adding a meeting.
    """
    base = os.environ.get(variable) or os.path.join(os.environ.get("HOME", ""), usual)
    is_usual = sys.platform == "linux" and "ANDROID_DATA" not in os.environ and os.path.isabs(base)
    return Path(base, APP) if is_usual else None


def typed(text: str) -> Path:
    """The place that somebody typed, `~` being their home; a home of nobody's stays as it is."""
    return Path(os.path.expanduser(text.strip()))
