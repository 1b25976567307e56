"""Takes the record out of the data file as a CSV bundle."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from threading import Thread

from facilitator.clock import today
from facilitator.db import Store
from facilitator.db.bundle import Snapshot, snapshot
from facilitator.errors import FacilitatorError, Invalid, NotFound
from facilitator.exports import package, writer
from facilitator.exports.columns import BY_PERSON, LEVELS, Level
from facilitator.exports.extract import Extract, Held, Whose, noting_whose, records
from facilitator.exports.names import Everybody, Naming
from facilitator.exports.notices import Notice, Notices
from facilitator.exports.package import Form
from facilitator.exports.rows import Rows, Source
from facilitator.exports.tables import TABLES
from facilitator.frozen import frozen
from facilitator.services.cycles import no_search_for_cycles
from facilitator.services.progress import Progress, counted, silent

SMALL_NUMBER = 10
"""Counts of people under this are hidden where groups only leave, unless the data file has another threshold."""

_NOT_READ = frozenset({"stretches", "settings", "numbers", "tags"})
"""Files of the bundle from which nothing that people read is made."""

_THRESHOLD = "small_number_threshold"


@frozen
class ExportResult:
    """What an export wrote. `private_lines` counts lines that leave only with `full`, where they left."""

    rows: int
    files: tuple[str, ...]
    private_lines: int
    notices: tuple[Notice, ...]
    folder: Path


@no_search_for_cycles()
def export_bundle(
    store: Store,
    folder: Path,
    *,
    partnership_id: str | None = None,
    meeting_id: str | None = None,
    level: str = "consented",
    language: str = "en",
    exact: bool = False,
    excel: bool = False,
    force: bool = False,
    progress: Progress = silent,
) -> ExportResult:
    """Writes the CSV bundle of one meeting, one partnership or everything into `folder`, and logs it in the data file.

    `language` (`en`, `es` or `fr`) is what people speak there: the bundle is marked with it. `exact` leaves text
    unguarded, `excel` adds a byte order mark and CRLF, `force` writes into a folder that holds files. `progress` is
    told how many rows are written, of about how many. Works while a meeting runs. It is logged before the folder
    stands in its place: nothing leaves unlogged, but from a file that cannot be written to.

    Raises Invalid (`names`, `meeting`), NotFound, Refused, FileTrouble, FileBusy or DiskTrouble; then nothing is left
    behind.
    """
    names = _level(level)
    partnership_id, scope = _scope(store, partnership_id, meeting_id)
    everything = names == "full"
    with writer.new_folder(folder, store.path, force=force) as place:
        with (
            _looking_for_damage(store),
            snapshot(store, partnership_id=partnership_id, meeting_id=meeting_id, everything=everything) as record,
        ):
            rows = Rows(naming(store, record, names), record.heads(), _least(record), exact=exact)
            form = Form(names, scope, language, exact=exact, excel=excel)
            told = counted(progress, record.size())
            written = package.write(place, form, rows, record.rows, told)
            held_back = record.lines_held_back() if everything else 0
        store.drafts.log_export("bundle", names, written.rows, str(folder.absolute()))
    return ExportResult(written.rows, written.files, held_back, written.notices, folder)


@contextmanager
def _looking_for_damage(store: Store) -> Iterator[None]:
    """Has the file looked through in a thread while the block runs.

    What it finds the first write says: the line in the export log. So does a look that could not be.
    """
    _ = store.raw_key  # asked of the store's own connection, which belongs to this thread

    def look() -> None:
        with suppress(FacilitatorError):
            store.look_for_damage()

    looking = Thread(target=look)
    looking.start()
    try:
        yield
    finally:
        looking.join()


def extract(
    store: Store,
    level: str,
    *,
    partnership_id: str | None = None,
    meeting_id: str | None = None,
    files: Collection[str] | None = None,
    among: Collection[str] | None = None,
    with_revisions: bool = False,
) -> Extract:
    """What may leave of one meeting or one partnership, in memory. Raises Invalid (`names`) and as `export_bundle`.

    `files` are those of the bundle that are wanted, and `stories`; None for all of the bundle that people read. `among`
    are the ids of those whom an organisation with one person in the bundle is counted by, where what leaves is about
    fewer than are read. `with_revisions` says how often records changed, too, and which are gone.
    """
    names = _level(level)
    partnership_id, _ = _scope(store, partnership_id, meeting_id)
    with snapshot(store, partnership_id=partnership_id, meeting_id=meeting_id, everything=names == "full") as record:
        whose_names = naming(store, record, names, among)
        rows = Rows(whose_names, record.heads(), _least(record), exact=True)
        wanted = (table.name for table in TABLES if table.name not in _NOT_READ)
        source: Mapping[str, Source] = {name: record.rows(name) for name in wanted if files is None or name in files}
        if files is not None and "stories" in files:
            source = {**source, "stories": record.stories(today(store.clock))}
        whose: dict[tuple[str, str], tuple[Whose, ...]] = {}
        if names in BY_PERSON:
            source = noting_whose(source, whose)
        found, notices = records(rows, source)
        return Extract(
            level=names,
            records=found,
            history=record.goal_history(),
            notices=notices,
            private_lines=record.lines_held_back() if names == "full" else 0,
            held_back=_held(record, whose_names),
            revisions=record.revisions(today(store.clock)) if with_revisions else {},
            gone=record.gone(today(store.clock)) if with_revisions else (),
            whose=whose,
            named=whose_names.named(),
        )


@frozen
class FileGoing:
    """One file of a bundle that would be written."""

    name: str
    rows: int
    about: str


@frozen
class BundleGoing:
    """What would leave with a bundle. `private_lines` are in it, `held_back` is not.

    `name` is that of the partnership as it would leave, empty where there are several.
    """

    name: str
    files: tuple[FileGoing, ...]
    private_lines: int
    held_back: Held
    notices: tuple[Notice, ...]


def preview(
    store: Store, level: str, *, partnership_id: str | None = None, meeting_id: str | None = None
) -> BundleGoing:
    """What `export_bundle` would write now, file by file. Nothing is written or logged. Raises as `extract`."""
    names = _level(level)
    partnership_id, _ = _scope(store, partnership_id, meeting_id)
    notices = Notices()
    files = []
    names_of: list[str] = []
    with snapshot(store, partnership_id=partnership_id, meeting_id=meeting_id, everything=names == "full") as record:
        whose_names = naming(store, record, names)
        rows = Rows(whose_names, record.heads(), _least(record), exact=True)
        for table in TABLES:

            def notice(row: int, word: str, file: str = table.file) -> None:
                notices.add(file, row, word)

            count = 0
            for columns in rows.of(table, record.rows(table.name), notice):
                count += len(columns[0])
                if table.name == "partnerships":
                    names_of += columns[1]
            files.append(FileGoing(table.file, count, table.about))
        held = _held(record, whose_names)
        private = record.lines_held_back() if names == "full" else 0
    return BundleGoing(names_of[0] if len(names_of) == 1 else "", tuple(files), private, held, notices.all())


def _held(record: Snapshot, names: Naming) -> Held:
    return Held(0 if names.level == "full" else record.lines_held_back(), names.unnamed())


def naming(store: Store, record: Snapshot, level: Level, among: Collection[str] | None = None) -> Naming:
    """Whose names leave with a part of the record, and how the others are shown. For `among` see `extract`."""
    people = record.people()
    in_bundle = record.people_in_the_bundle()
    sizes = Counter(person.group for person in people if person.id in in_bundle)
    for (_, group), there in record.heads().items():
        sizes[group] = max(sizes[group], there)
    everybody = Everybody(
        people=people,
        organisations=record.organisations(),
        groups=record.groups(),
        in_bundle=in_bundle if among is None else frozenset(among),
        unwilling=record.unwilling(today(store.clock)),
        as_typed=record.names_as_typed() if level != "full" else frozenset(),
        facilitators=record.facilitators(),
        group_sizes=sizes,
        heads=record.heads(),
    )
    return Naming(level, everybody)


def _level(text: str) -> Level:
    for level in LEVELS:
        if level == text:
            return level
    raise Invalid("names", f'there is no level of names "{text}"; choose one of: {", ".join(LEVELS)}')


def _scope(store: Store, partnership_id: str | None, meeting_id: str | None) -> tuple[str | None, str]:
    """The partnership, and whose record it is in words."""
    if meeting_id is not None:
        meeting = store.meetings.get(meeting_id)
        if meeting is None:
            raise NotFound("that meeting is not in the file; look at: facilitator list meetings")
        if partnership_id not in (None, meeting.partnership_id):
            raise Invalid("meeting", "that meeting belongs to another partnership; leave --partnership out")
        return meeting.partnership_id, "The record of one meeting."
    if partnership_id is not None:
        if store.people.partnership(partnership_id) is None:
            raise NotFound("that partnership is not in the file; look at: facilitator list partnerships")
        return partnership_id, "The record of one partnership."
    return None, "The whole record of a data file."


def _least(record: Snapshot) -> int:
    value = record.setting(_THRESHOLD)
    return int(value) if value and value.isdecimal() else SMALL_NUMBER
