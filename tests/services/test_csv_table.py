from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import settings as examples
from hypothesis import strategies as st

from facilitator.errors import Invalid
from facilitator.model.formula import unguarded
from facilitator.services.csv_table import SHOWN_PROBLEMS, read, refuse

COLUMNS = ("name", "role", "is_minor")


def write(tmp_path: Path, text: str | bytes) -> Path:
    path = tmp_path / "list.csv"
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return path


def cells(path: Path) -> list[tuple[int, dict[str, str]]]:
    return [(row.line, dict(row.cells)) for row in read(path, COLUMNS, "name").rows]


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_any_separator_any_line_end_with_or_without_a_mark(
    tmp_path: Path, delimiter: str, mark: bytes, end: str
) -> None:
    text = end.join([f"name{delimiter}role", f"Żaneta{delimiter}chair", f"Bo{delimiter}"])
    assert cells(write(tmp_path, mark + text.encode())) == [
        (2, {"name": "Żaneta", "role": "chair"}),
        (3, {"name": "Bo", "role": ""}),
    ]


@pytest.mark.parametrize("header", ["NAME,Is Minor", "Name , is-minor", "\n\nname,is_minor", ' "name" ,Is_Minor'])
def test_header_names_in_any_case(tmp_path: Path, header: str) -> None:
    header = header.replace(' "name" ', '"name"')
    assert cells(write(tmp_path, f"{header}\nBo,yes\n"))[0][1] == {"name": "Bo", "is_minor": "yes"}


def test_a_comma_in_a_semicolon_file_is_text(tmp_path: Path) -> None:
    assert cells(write(tmp_path, "name;role\nRuiz, Ana;head, acting\n"))[0][1] == {
        "name": "Ruiz, Ana",
        "role": "head, acting",
    }


def test_a_single_column_needs_no_separator(tmp_path: Path) -> None:
    assert cells(write(tmp_path, "name\nAna Ruiz\n")) == [(2, {"name": "Ana Ruiz"})]


def test_lines_are_those_of_the_file_also_behind_quoted_line_breaks_and_blank_rows(tmp_path: Path) -> None:
    text = 'name,role\n"Ana\nRuiz","a\r\nb"\n\n,\nBo,x\n'
    assert [(line, it["name"]) for line, it in cells(write(tmp_path, text))] == [(2, "Ana\nRuiz"), (7, "Bo")]


def test_short_rows_are_filled_and_empty_extra_cells_do_not_matter(tmp_path: Path) -> None:
    assert cells(write(tmp_path, "name,role\nBo\nAna,chair,,\n")) == [
        (2, {"name": "Bo"}),
        (3, {"name": "Ana", "role": "chair"}),
    ]
    assert read(write(tmp_path, "name,role\nBo\n"), COLUMNS, "name").rows[0]["role"] == ""


def test_columns_that_mean_nothing_are_named(tmp_path: Path) -> None:
    table = read(write(tmp_path, "id,name,Shoe size,id,\n1,Bo,44,2,\n"), COLUMNS, "name")
    assert table.ignored == ("id", "shoe_size")
    assert dict(table.rows[0].cells) == {"name": "Bo"}


def test_the_guard_of_our_own_export_is_taken_off(tmp_path: Path) -> None:
    assert cells(write(tmp_path, "name,role\n'=Ana,'tis\n"))[0][1] == {"name": "=Ana", "role": "'tis"}


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        ("Ana,chair,of,the", "more cells"),
        ('"Ana" Ruiz,chair', "quotation mark"),
        ("x" * 10_001, "too long"),
        ("x" * 200_000, "too long"),
        ('Bo,"never closed\nAna,x', "never closed"),
    ],
)
def test_a_row_that_cannot_be_read_is_named_and_the_others_are_still_looked_at(
    tmp_path: Path, row: str, reason: str
) -> None:
    table = read(write(tmp_path, f"name,role\nFirst,\n{row}\n"), COLUMNS, "name")
    assert [it["name"] for it in table.rows] == ["First"]
    assert [line for line, _ in table.problems] == [3]
    assert reason in table.problems[0][1]


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "empty"),
        (b"\xef\xbb\xbf \n", "empty"),
        ("name\nŻółć\n".encode("cp1250"), "line 2.*CSV UTF-8"),
        ("name\nJosé\n".encode("latin-1"), "CSV UTF-8"),
        ("name\nBo\n".encode("utf-16"), "UTF-16.*CSV UTF-8"),
        ("name\nBo\n".encode("utf-16-be"), "null character"),
        (b"name\nB\0o\n", "line 2 holds a null character"),
        (b"role\nx\n", "no column name"),
        (b"name,role,Name\nx,y,z\n", "column name twice"),
        (b"%PDF-1.7\n\xe2\xe3\xcf\xd3", "CSV UTF-8"),
    ],
)
def test_another_sort_of_file_is_refused_with_what_to_do(tmp_path: Path, data: bytes, words: str) -> None:
    with pytest.raises(Invalid, match=words) as caught:
        read(write(tmp_path, data), COLUMNS, "name")
    assert caught.value.field == "file"


@pytest.mark.parametrize("place", ["none.csv", "."])
def test_a_missing_file_and_a_folder_are_refused(tmp_path: Path, place: str) -> None:
    with pytest.raises(Invalid, match="cannot be read"):
        read(tmp_path / place, COLUMNS, "name")


def test_a_file_without_end_is_refused() -> None:
    with pytest.raises(Invalid, match="too large"):
        read(Path("/dev/zero"), COLUMNS, "name")


class TestRefuse:
    def test_nothing_wrong_is_nothing(self) -> None:
        refuse(Path("x.csv"), [])

    def test_every_row_is_named_in_the_order_of_the_file(self) -> None:
        with pytest.raises(Invalid, match=r"x\.csv: line 3: b; line 7: a\. Mend"):
            refuse(Path("x.csv"), [(7, "a"), (3, "b")])

    def test_a_message_has_an_end(self) -> None:
        with pytest.raises(Invalid, match=f"and {1000 - SHOWN_PROBLEMS} more"):
            refuse(Path("x.csv"), [(n, "no") for n in range(1000)])


@given(st.binary(max_size=300))
@examples(max_examples=200, deadline=None)
def test_any_bytes_are_read_or_refused(tmp_path_factory: pytest.TempPathFactory, data: bytes) -> None:
    path = tmp_path_factory.mktemp("any") / "list.csv"
    path.write_bytes(b"name,role\n" + data)
    try:
        table = read(path, COLUMNS, "name")
    except Invalid:
        return
    lines = [row.line for row in table.rows] + [line for line, _ in table.problems]
    assert sorted(set(lines)) == sorted(lines)
    assert all(line >= 2 for line in lines)


@given(
    st.lists(
        st.lists(st.text(st.characters(exclude_characters="\0", codec="utf-8"), max_size=8), min_size=2, max_size=2),
        max_size=6,
    ),
    st.sampled_from([",", ";", "\t"]),
)
@examples(max_examples=150, deadline=None)
def test_what_the_csv_module_writes_reads_back(
    tmp_path_factory: pytest.TempPathFactory, rows: list[list[str]], delimiter: str
) -> None:
    import csv

    path = tmp_path_factory.mktemp("round") / "list.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, delimiter=delimiter, quoting=csv.QUOTE_ALL)
        writer.writerow(["name", "role"])
        writer.writerows(rows)
    table = read(path, COLUMNS, "name")
    assert table.problems == ()
    expected = [[unguarded(cell).strip() for cell in row] for row in rows if any(cell.strip() for cell in row)]
    assert [[row["name"], row["role"]] for row in table.rows] == expected
