"""Which folders a sync service keeps, and what it leaves beside a file when two laptops changed it: by names alone."""

from __future__ import annotations

import re
from collections.abc import Iterable

_FOLDERS = (
    ("Dropbox", r"dropbox( ?\(.*\))?"),
    ("OneDrive", r"onedrive( ?-.*)?"),
    ("Google Drive", r"google ?drive( ?-.*)?|googledrive-.*|drivefs"),
    ("iCloud", r"icloud ?drive( ?\(.*\))?|com~apple~clouddocs|mobile documents"),
    ("Nextcloud", r"nextcloud\d*"),
    ("ownCloud", r"owncloud\d*"),
    ("Syncthing", r"syncthing"),
)
_PATTERNS = tuple((name, re.compile(pattern, re.IGNORECASE)) for name, pattern in _FOLDERS)

MARKERS = {
    ".dropbox": "Dropbox",
    ".dropbox.cache": "Dropbox",
    ".stfolder": "Syncthing",
    ".nextcloudsync.log": "Nextcloud",
    ".owncloudsync.log": "ownCloud",
}
"""What a service keeps in the top folder of what it syncs."""

_CONFLICT = re.compile(
    r" \((?:.*conflict.*|\d+)\)"  # Dropbox, Nextcloud, ownCloud; Google Drive counts
    r"|[._-](?:sync-)?conflict.*"  # Syncthing, older ownCloud
    r"| \d+",  # iCloud counts
    re.IGNORECASE,
)
# OneDrive adds the name of the other laptop, which Windows writes in capitals.
_LAPTOP = re.compile(r"-(?=.*[A-Z])[A-Z0-9-]+")


def service_of(folders: Iterable[str]) -> str:
    """The sync service that one of the folders is of, by its name; empty for none."""
    for folder in folders:
        for service, pattern in _PATTERNS:
            if pattern.fullmatch(folder):
                return service
    return ""


def is_conflict_copy(name: str, stem: str, suffix: str) -> bool:
    """Whether a file called `name` is what a sync service makes of `stem` + `suffix` when two laptops changed it."""
    if not (name.startswith(stem) and name.endswith(suffix)):
        return False
    between = name[len(stem) : len(name) - len(suffix)]
    return any(pattern.fullmatch(between) for pattern in (_CONFLICT, _LAPTOP))
