from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from facilitator.db import Store
from facilitator.errors import Invalid
from facilitator.services import importing
from support import make_partnership, make_store


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with make_store(tmp_path) as opened:
        yield opened


@pytest.fixture
def partnership_id(store: Store) -> str:
    return make_partnership(store)


@pytest.fixture
def csv_file(tmp_path: Path) -> Path:
    return tmp_path / "list.csv"


def names(store: Store) -> list[str]:
    return [it.name for it in store.people.people()]


class TestPeople:
    def test_people_with_organisations_and_groups(self, store: Store, partnership_id: str, csv_file: Path) -> None:
        csv_file.write_text(
            "Name,Organisation,Group,Role,Email,Is_minor,May_be_named\n"
            "Tomasz Żółć,Transit Office,government,planner,t@x.org,no,yes\n"
            "Lucía Peña,transit office,Government,driver,,,no\n"
            "Old Hand,,elders,,,0,\n"
        )
        done = importing.people(store, partnership_id, csv_file)
        assert (done.added, done.left, done.groups, done.organisations) == (3, 0, ("elders",), ("Transit Office",))
        people = {it.name: it for it in store.people.people()}
        tomasz = people["Tomasz Żółć"]
        assert (tomasz.organisation, tomasz.group, tomasz.role, tomasz.email, tomasz.may_be_named) == (
            "Transit Office", "government", "planner", "t@x.org", "yes",
        )  # fmt: skip
        assert people["Lucía Peña"].organisation_id == tomasz.organisation_id
        assert (people["Old Hand"].group, people["Old Hand"].may_be_named) == ("elders", "")
        assert done.notices == ("the group elders was not known yet and was added",)

    def test_everyday_words_are_the_known_groups(self, store: Store, partnership_id: str, csv_file: Path) -> None:
        before = len(store.people.groups())
        csv_file.write_text("name,group\nAda,parents\nBo,Teacher\nCy,neighbours\nDi,cubs\n")
        done = importing.people(store, partnership_id, csv_file)
        assert {it.name: it.group for it in store.people.people() if len(it.name) < 4} == {
            "Ada": "family", "Bo": "educator", "Cy": "resident", "Di": "cubs",
        }  # fmt: skip
        assert (done.groups, len(store.people.groups())) == (("cubs",), before + 1)

    def test_the_files_own_group_of_an_everyday_word_wins(
        self, store: Store, partnership_id: str, csv_file: Path
    ) -> None:
        with store.write("a group of their own"):
            store.people.add_group("parents", "Parents", "Parents")
        csv_file.write_text("name,group\nAda,parents\nBo,guardian\n")
        importing.people(store, partnership_id, csv_file)
        found = {it.name: it.group for it in store.people.people()}
        assert (found["Ada"], found["Bo"]) == ("parents", "family")

    def test_importing_twice_adds_nothing(self, store: Store, partnership_id: str, csv_file: Path) -> None:
        csv_file.write_text(
            "name,organisation,group,is_minor\nBo,Clinic,health,\nÉva,,elders,\n"
            "Lila,School,,yes\nMax,School,,yes\nPip,,family,yes\nTim,,cubs,yes\n"
        )
        first = importing.people(store, partnership_id, csv_file)
        before = names(store), store.people.groups(), store.people.organisations()
        second = importing.people(store, partnership_id, csv_file)
        assert (first.added, first.left) == (6, 0)
        assert (second.added, second.left, second.groups, second.organisations) == (0, 6, (), ())
        assert (names(store), store.people.groups(), store.people.organisations()) == before

    def test_who_is_there_by_name_and_organisation_is_left(
        self, store: Store, partnership_id: str, csv_file: Path
    ) -> None:
        csv_file.write_text(
            "name,organisation,role\nANA RUÍZ,northside high,changed\nAna Ruiz,,\nBen O’Connor,Harbor Print Works,\n"
        )
        done = importing.people(store, partnership_id, csv_file)
        assert (done.added, done.left) == (1, 2)
        assert [it.role for it in store.people.people() if it.name == "Ana Ruiz"].count("principal") == 1

    def test_the_same_person_twice_in_a_file_is_added_once(
        self, store: Store, partnership_id: str, csv_file: Path
    ) -> None:
        csv_file.write_text("name\nBo\nbo\n")
        done = importing.people(store, partnership_id, csv_file)
        assert (done.added, done.left) == (1, 1)

    def test_of_minors_no_name_is_kept_and_it_is_said(self, store: Store, partnership_id: str, csv_file: Path) -> None:
        csv_file.write_text(
            "name,organisation,group,email,is_minor\nLila Quux,Northside High,,l.quux@x.org,yes\n"
            ",Northside High,,,TRUE\nJay Quux,,family,,1\n"
        )
        done = importing.people(store, partnership_id, csv_file)
        minors = [it for it in store.people.people() if it.is_minor]
        assert [(it.name, it.group, it.email) for it in minors] == [
            ("family 1", "family", ""), ("student 1", "student", ""), ("student 2", "student", ""),
        ]  # fmt: skip
        assert "line 2: a minor, so no name is kept; stored and shown as student 1" in done.notices
        assert not any("Quux" in notice for notice in done.notices)
        assert b"quux" not in store.path.read_bytes().lower()

    def test_more_minors_of_a_class_than_before_are_added(
        self, store: Store, partnership_id: str, csv_file: Path
    ) -> None:
        csv_file.write_text("name,is_minor\nA,yes\nB,yes\n")
        importing.people(store, partnership_id, csv_file)
        csv_file.write_text("name,is_minor\nA,yes\nB,yes\nC,yes\n")
        done = importing.people(store, partnership_id, csv_file)
        assert (done.added, done.left) == (1, 2)
        assert any("2 minors were taken as there already" in notice for notice in done.notices)

    def test_all_or_nothing_and_every_bad_row_is_named(self, store: Store, partnership_id: str, csv_file: Path) -> None:
        before = names(store)
        csv_file.write_text(
            "name,group,is_minor,may_be_named\nBo,elders,,\n,,,\n ,health,,\n"
            '"A\nB",health,perhaps,\nC,?!,,\nD,,,ja\nE,,,,,x\n'
        )
        with pytest.raises(Invalid) as caught:
            importing.people(store, partnership_id, csv_file)
        message = str(caught.value)
        for words in (
            "line 4: the name is empty",
            "line 5: is_minor is 'perhaps'",
            "line 7: ",
            "line 8: may_be_named",
            "line 9: it has more cells",
        ):
            assert words in message
        assert "line 2" not in message
        assert names(store) == before
        assert "elders" not in [it.key for it in store.people.groups()]

    def test_a_new_organisation_gets_the_group_all_its_people_are_in(
        self, store: Store, partnership_id: str, csv_file: Path
    ) -> None:
        csv_file.write_text(
            "name,organisation,group\nA,Clinic,health\nB,Clinic,\nC,Mixed,health\nD,Mixed,business\nE,Class,student\n"
        )
        importing.people(store, partnership_id, csv_file)
        groups = {it.name: it.group for it in store.people.organisations(partnership_id)}
        assert (groups["Clinic"], groups["Mixed"], groups["Class"]) == ("health", "", "")

    def test_columns_that_mean_nothing_are_said(self, store: Store, partnership_id: str, csv_file: Path) -> None:
        csv_file.write_text("id,name,Phone\n1,Bo,555\n")
        done = importing.people(store, partnership_id, csv_file)
        assert done.notices == ("list.csv: these columns mean nothing here and were left out: 'id', 'phone'",)

    def test_a_header_alone_adds_nothing(self, store: Store, partnership_id: str, csv_file: Path) -> None:
        csv_file.write_text("name\n")
        assert importing.people(store, partnership_id, csv_file) == importing.Imported(0, 0)

    def test_it_is_one_act(self, store: Store, partnership_id: str, csv_file: Path) -> None:
        before = names(store)
        csv_file.write_text("name,organisation,group\nBo,Clinic,elders\nZoe,,\n")
        importing.people(store, partnership_id, csv_file)
        assert store.undo() == "Import people"
        assert names(store) == before

    def test_another_partnership_has_its_own_people(self, store: Store, partnership_id: str, csv_file: Path) -> None:
        other = make_partnership(store, "Harbor")
        csv_file.write_text("name,organisation\nBo,Clinic\n")
        assert importing.people(store, partnership_id, csv_file).added == 1
        assert importing.people(store, other, csv_file).added == 1


class TestGoals:
    def test_goals_with_figures_and_owners(self, store: Store, partnership_id: str, csv_file: Path) -> None:
        csv_file.write_text(
            "statement;why;measure;unit;baseline;target;due;owner_organisations\n"
            'Raise attendance;"A day; a week";attendance;%;81;90.5;2027-06-30;"Northside High; Smith\\; Sons"\n'
            "Thirty internships;;;;;;;\n"
        )
        done = importing.goals(store, partnership_id, csv_file)
        assert (done.added, done.left, done.organisations) == (2, 0, ("Smith; Sons",))
        goal, other = store.goals.all(partnership_id)
        assert (goal.statement, goal.why, goal.measure, goal.unit) == (
            "Raise attendance", "A day; a week", "attendance", "%",
        )  # fmt: skip
        assert (goal.baseline, goal.target, goal.due) == (81.0, 90.5, date(2027, 6, 30))
        assert goal.owners == ("Northside High", "Smith; Sons")
        assert (other.baseline, other.target, other.due, other.owners) == (None, None, None, ())

    def test_importing_twice_adds_nothing(self, store: Store, partnership_id: str, csv_file: Path) -> None:
        csv_file.write_text("statement,owner_organisations\nRaise  attendance,New Office\nRAISE attendance,Other\n")
        first = importing.goals(store, partnership_id, csv_file)
        second = importing.goals(store, partnership_id, csv_file)
        assert (first.added, first.left, first.organisations) == (1, 1, ("New Office",))
        assert (second.added, second.left, second.organisations) == (0, 2, ())
        assert len(store.goals.all()) == 1

    def test_all_or_nothing_and_every_bad_row_is_named(self, store: Store, partnership_id: str, csv_file: Path) -> None:
        csv_file.write_text("statement,baseline,due,owner_organisations\nFine,1,,New\n,1,,\nX,1e999,,\nY,,30/6/27,\n")
        with pytest.raises(Invalid) as caught:
            importing.goals(store, partnership_id, csv_file)
        for words in ("line 3: the statement is empty", "line 4: baseline", "line 5: due '30/6/27'"):
            assert words in str(caught.value)
        assert store.goals.all() == []
        assert "New" not in [it.name for it in store.people.organisations()]
