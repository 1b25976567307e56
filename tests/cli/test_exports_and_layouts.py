from __future__ import annotations

import csv
import io
import json
from pathlib import Path

from command_line import Cli


def test_what_left_is_listed_the_newest_first(cli: Cli, tmp_path: Path) -> None:
    assert cli("demo", "--keep", "meetings.db").code == 0
    assert cli("exports").err == "nothing has left the file yet\n"
    assert cli("minutes", "latest", "--names", "roles", "--output", "m.html").code == 0
    assert cli("export", "out").code == 0
    lines = cli("exports").out.splitlines()
    assert lines[0].split() == ["when", "what", "names", "rows", "where", "to"]
    assert str(tmp_path / "out") in lines[1]
    assert str(tmp_path / "m.html") in lines[2]
    rows = list(csv.DictReader(io.StringIO(cli("exports", "--csv").out)))
    assert [(it["what"], it["names"]) for it in rows] == [("bundle", "consented"), ("minutes html", "roles")]
    first = json.loads(cli("exports", "--json").out)[0]
    assert first["place"] == str(tmp_path / "out")
    assert first["rows"] > 100
    assert first["at"].endswith("Z")
    assert cli("exports", "--csv", "--json").code == 2


def test_a_layout_is_printed_to_be_copied_and_changed(cli: Cli, tmp_path: Path) -> None:
    listed = cli("layouts").out
    for name in ("agenda.html", "minutes.html", "minutes.md", "minutes.txt"):
        assert f"{name} " in listed
    assert "your own" not in listed
    text = cli("layouts", "minutes.md").out
    (tmp_path / "layouts").mkdir()
    own = tmp_path / "layouts" / "minutes.md.jinja"
    own.write_text(text.replace("What we agreed", "Agreed in the room"))
    assert f"your own: {own}" in cli("layouts").out
    assert cli("demo", "--keep", "meetings.db").code == 0
    said = cli("minutes", "latest")
    assert (said.code, said.err) == (0, "")
    assert "## Agreed in the room" in said.out
    assert "minutes.html" in cli("layouts", "slides").refusal
