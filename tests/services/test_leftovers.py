from pathlib import Path

from facilitator.services.leftovers import readable_copies
from support import make_store


def test_exports_that_are_still_there_the_newest_first(tmp_path: Path) -> None:
    (tmp_path / "autumn").mkdir()
    (tmp_path / "minutes.md").touch()
    with make_store(tmp_path) as store:
        assert readable_copies(store) == []
        for name in ("autumn", "gone", "minutes.md", "autumn"):
            store.drafts.log_export("bundle", "full", 3, str(tmp_path / name))
        assert readable_copies(store) == [tmp_path / "autumn", tmp_path / "minutes.md"]
