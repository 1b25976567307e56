"""What is kept about one person."""

from __future__ import annotations

from pathlib import Path

from every_record import fill
from facilitator.services.about import about_person


def test_every_sort_of_record_has_its_heading(tmp_path: Path) -> None:
    filled = fill(tmp_path)
    with filled.store as store:
        store.drafts.log_export("bundle", "full", 9, "/home/a/out")
        store.drafts.log_export("bundle", "roles", 9, "/home/a/roles")
        about = {it.title: it.lines for it in about_person(store, filled["Rosa Quispe"])}
        ben = {it.title: it.lines for it in about_person(store, filled["Ben O'Connor"])}
        tomasz = {it.title: it.lines for it in about_person(store, filled["Tomasz Żółć"])}
        child = {it.title: it.lines for it in about_person(store, filled["student 1"])}
        hidden = {it.title: it.lines for it in about_person(store, filled["José María Peña"])}
    assert "Email: Rosa@example.org" in about["Rosa Quispe"]
    assert "Role: mother of Ana Ruiz" in about["Rosa Quispe"]
    assert about["Attendance"] == (
        "2026-12-03 Buses, “late” ones: present",
        "2026-12-03 Next round: late",
    )
    assert about["What they said"] == ("2026-12-03 Buses, “late” ones: “ask zolc or Tomasz”",)
    assert about["Topics they raised"] == ("2026-12-03 Buses, “late” ones: “cafeteria menu”",)
    assert about["Turns counted for them in meetings that still run"] == ("2026-12-03 Next round: 1",)
    assert "partnerships: “We write down what helps; ask Rosa Quispe.”" in about["Lines that name them"]
    assert "2026-12-03 questions: “Quispe asks the city”" in about["Lines that name them"]
    assert len(about["Files that may hold their name"]) == 1
    assert about["Files that may hold their name"][0].endswith("bundle, names full, /home/a/out")
    assert ben["Promises"] == ("1 “draft with Ben O’Connor” (open, due 2026-12-11), ill",)
    assert ben["Thanks to them"] == ("2026-12-03 Buses, “late” ones: “found two drivers”",)
    assert tomasz["What they said"][0].startswith("2026-12-03 Buses, “late” ones: paraphrase “no bus; no job”")
    assert child["Consents"] == ("2026-09-01: photo refused, by Greta Holm",)
    assert child["student 1"][5] == "May be named: never: a child, no name is kept"
    assert hidden["What they said"] == ("2026-12-03 Buses, “late” ones: note “SECRET about rent” (private)",)
    assert hidden["Questions they asked"][0].endswith("“who pays?” (answered) “Quispe asks the city”")
