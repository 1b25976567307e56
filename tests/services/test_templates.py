from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

from facilitator.errors import Invalid, NotFound
from facilitator.model.template import check
from facilitator.services.templates import BUILT_IN, all_templates, find, source
from facilitator.steps import kinds

# key: title, minutes, floor, and kind:minutes/floor of every step
EXPECTED = {
    "kick_off": (
        "Kick-off",
        90,
        57,
        "open:8/5 consent:5/3 agreements:7/5 round:20/12 listen:15/10 cluster:12/8 exchange:8/5 actions:10/6 close:5/3",
    ),
    "check_in": (
        "Regular check-in",
        60,
        37,
        "open:5/3 review_delta:3/2 actions_review:10/6 round:8/5 discuss:14/9 decide:7/4 goal_review:5/3 "
        "actions:5/3 close:3/2",
    ),
    "goal_review": (
        "Goal review (turn the curve)",
        75,
        48,
        "open:5/3 data:5/3 discuss:15/10 round:5/3 ideas:15/10 decide:12/8 actions:8/5 agree_measure:5/3 close:5/3",
    ),
    "evaluation": (
        "Evaluation and feedback",
        90,
        58,
        "open:5/3 pulse:12/8 data:8/5 pairs:12/8 discuss:18/12 ideas:12/8 decide:10/6 actions:8/5 close:5/3",
    ),
    "celebration": (
        "Celebration",
        60,
        40,
        "open:6/4 consent:4/3 milestones:10/7 stories:16/10 recognise:12/8 ideas:8/5 close:4/3",
    ),
    "agreement": (
        "Agreement (MOU)",
        90,
        61,
        "open:5/3 clause:8/5 roles:15/10 clause:10/7 clause:10/7 clause:10/7 round:7/5 round:7/5 decide:10/7 "
        "actions:5/3 close:3/2",
    ),
    "discovery": (
        "Needs and strengths discovery",
        90,
        62,
        "open:6/4 consent:4/3 one_two_four:12/10 round:12/8 cluster:15/10 listen:13/9 gap:8/5 priority:12/8 "
        "actions:5/3 close:3/2",
    ),
    "resources": (
        "Resource planning",
        75,
        47,
        "open:5/3 data:8/5 round:14/9 match:12/8 data:10/6 discuss:10/6 decide:8/5 actions:5/3 close:3/2",
    ),
    "repair": (
        "Repair",
        75,
        50,
        "open:7/5 consent:3/2 round:18/12 round:12/8 listen:8/5 ideas:12/8 decide:8/5 actions:4/3 close:3/2",
    ),
    "renewal": (
        "Annual renewal",
        120,
        79,
        "open:8/5 recognise:15/10 discuss:15/10 pulse:10/7 goal_review:20/13 discuss:15/10 roles:12/8 decide:12/8 "
        "actions:8/5 close:5/3",
    ),
}

MINE = """
key = "mine"
title = "Breakfast meeting"

[[steps]]
kind = "open"
title = "Coffee"
minutes = 10
floor = 5
"""


def write(folder: Path, name: str, text: str) -> None:
    folder.mkdir(exist_ok=True)
    (folder / name).write_text(text, encoding="utf-8")


def test_the_ten_are_there_in_order_and_sound() -> None:
    templates, problems = all_templates(None)
    assert tuple(template.key for template in templates) == BUILT_IN == tuple(EXPECTED)
    assert problems == ()
    assert [check(template, kinds.keys()) for template in templates] == [()] * 10


@pytest.mark.parametrize("key", BUILT_IN)
def test_titles_kinds_minutes_and_floors(key: str) -> None:
    template = find(key, None)
    steps = " ".join(f"{step.kind}:{step.minutes}/{step.floor}" for step in template.steps)
    assert (template.title, template.minutes, template.floor, steps) == EXPECTED[key]
    assert template.when
    assert template.built_on
    assert all(step.prompt and step.record for step in template.steps)


def test_every_kind_but_the_break_is_used_by_a_built_in_template() -> None:
    used = {step.kind for template in all_templates(None)[0] for step in template.steps}
    assert used == set(kinds.keys()) - {"break"}


def test_an_own_template_may_have_a_break(tmp_path: Path) -> None:
    pause = '[[steps]]\nkind = "break"\ntitle = "Coffee"\nminutes = 15\nfloor = 10\n'
    write(tmp_path, "mine.toml", MINE + "\n" + pause)
    assert all_templates(tmp_path)[1] == ()
    step = find("mine", tmp_path).steps[-1]
    assert (step.kind, step.title, step.minutes, step.floor) == ("break", "Coffee", 15, 10)


def test_the_words_are_the_templates_own() -> None:
    step = find("check_in", None).steps[2]
    assert step.title == "Promises due"
    assert step.prompt.startswith("Done, not yet, or no longer needed?")
    assert step.record == "action states; reasons; new dates"


def test_the_printed_source_is_a_template_again(tmp_path: Path) -> None:
    for key in BUILT_IN:
        assert tomllib.loads(source(key, None))["key"] == key
        write(tmp_path, f"{key}.toml", source(key, None))
    assert all_templates(tmp_path) == all_templates(None)


def test_own_templates_follow_the_built_in_ones(tmp_path: Path) -> None:
    write(tmp_path, "mine.toml", MINE)
    templates, problems = all_templates(tmp_path)
    assert problems == ()
    assert [template.key for template in templates] == [*BUILT_IN, "mine"]
    mine = find("mine", tmp_path)
    assert (mine.title, mine.version, mine.when, mine.steps[0].prompt) == ("Breakfast meeting", 1, "", "")
    assert source("mine", tmp_path) == MINE


def test_an_own_template_takes_the_place_of_the_built_in_one(tmp_path: Path) -> None:
    write(tmp_path, "ours.toml", MINE.replace('"mine"', '"check_in"'))
    templates, _ = all_templates(tmp_path)
    assert [template.key for template in templates] == list(BUILT_IN)
    assert templates[1].title == find("check_in", tmp_path).title == "Breakfast meeting"


def test_no_folder_means_no_own_templates(tmp_path: Path) -> None:
    assert all_templates(tmp_path / "none") == all_templates(None)
    write(tmp_path, "note.txt", "not a template")
    write(tmp_path, "._mine.toml", "\0")
    assert all_templates(tmp_path) == all_templates(None)


@pytest.mark.parametrize(
    ("change", "problem"),
    [
        (("open", "opne"), "bad.toml, step 1: there is no kind 'opne'; did you mean 'open'?"),
        (("= 10", "= 4"), "bad.toml, step 1: the minutes (4) are under the floor (5)"),
        (("= 5", "= 0"), "bad.toml, step 1: the floor is 0, it must be 1 minute or more"),
        (("Coffee", "  "), "bad.toml, step 1: the title is empty"),
        (("minutes", "minuets"), "bad.toml, step 1: minutes is missing"),
        (("= 10", "= 10.0"), "bad.toml, step 1: minutes must be a whole number from 0 to 9999"),
        (("= 10", "= true"), "bad.toml, step 1: minutes must be a whole number from 0 to 9999"),
        (("= 10", "= 1" + "0" * 4000), "bad.toml, step 1: minutes must be a whole number from 0 to 9999"),
        (('"Coffee"', "5"), "bad.toml, step 1: title must be text in quotes"),
        (("[[steps]]", "[steps]"), "bad.toml: the steps must each begin with [[steps]]"),
        (("[[steps]]", "steps = [1]\n[other]"), "bad.toml: there is no key 'other'"),
        (('key = "mine"', ""), "bad.toml: key is missing"),
        (('key = "mine"', 'key = "mine"\ntitel = "x"'), "bad.toml: there is no key 'titel'; did you mean 'title'?"),
        (('key = "mine"', "key = "), "bad.toml is not TOML: "),
        (('key = "mine"', "key = " + "[" * 5000), "bad.toml is not TOML: "),
    ],
)
def test_a_bad_file_is_named_with_its_reason_and_the_others_load(
    tmp_path: Path, change: tuple[str, str], problem: str
) -> None:
    write(tmp_path, "bad.toml", MINE.replace(*change))
    write(tmp_path, "good.toml", MINE.replace('"mine"', '"good"'))
    templates, problems = all_templates(tmp_path)
    assert [template.key for template in templates] == [*BUILT_IN, "good"]
    assert problems[0].startswith(problem)


def test_every_mistake_of_a_file_is_told(tmp_path: Path) -> None:
    second = '[[steps]]\nkind = "rond"\ntitle = "Talk"\nminutes = 2\nfloor = 3\n'
    write(tmp_path, "bad.toml", MINE + second)
    assert all_templates(tmp_path)[1] == (
        "bad.toml, step 2: there is no kind 'rond'; did you mean 'round'?",
        "bad.toml, step 2: the minutes (2) are under the floor (3)",
    )


def test_a_file_that_is_no_text_is_named(tmp_path: Path) -> None:
    tmp_path.joinpath("latin.toml").write_bytes(MINE.replace("Coffee", "Café").encode("latin-1"))
    tmp_path.joinpath("folder.toml").mkdir()
    tmp_path.joinpath("gone.toml").symlink_to(tmp_path / "nowhere")
    assert all_templates(tmp_path)[1] == (
        "folder.toml is not a template file",
        "gone.toml is not a template file",
        "latin.toml is not UTF-8 text: save it as UTF-8",
    )


def test_a_byte_order_mark_and_crlf_are_no_trouble(tmp_path: Path) -> None:
    tmp_path.joinpath("mine.toml").write_bytes(b"\xef\xbb\xbf" + MINE.replace("\n", "\r\n").encode())
    assert find("mine", tmp_path).minutes == 10
    assert source("mine", tmp_path) == MINE


def test_text_is_composed_and_cannot_steer_the_terminal(tmp_path: Path) -> None:
    write(tmp_path, "mine.toml", MINE.replace("Coffee", "\\u001b[2JCafe\\u0301\\n \\u202eat ten"))
    assert find("mine", tmp_path).steps[0].title == "[2JCafé at ten"


def test_a_key_taken_twice_is_told_and_the_first_file_wins(tmp_path: Path) -> None:
    write(tmp_path, "a.toml", MINE)
    write(tmp_path, "b.toml", MINE.replace("Breakfast", "Evening"))
    assert find("mine", tmp_path).title == "Breakfast meeting"
    assert all_templates(tmp_path)[1] == ("b.toml: the key 'mine' is already that of a.toml, give it another",)


def test_a_broken_file_does_not_take_the_key_from_a_sound_one(tmp_path: Path) -> None:
    write(tmp_path, "a.toml", MINE.replace("open", "opne"))
    write(tmp_path, "b.toml", MINE)
    assert find("mine", tmp_path).minutes == 10


@pytest.mark.parametrize("act", [find, source])
def test_an_unknown_key_names_those_known(act: object, tmp_path: Path) -> None:
    assert callable(act)
    write(tmp_path, "mine.toml", MINE)
    with pytest.raises(NotFound, match=r"did you mean 'check_in'.*kick_off, check_in.*renewal, mine") as missing:
        act("check-inn", tmp_path)
    assert "check-inn" in str(missing.value)


def test_a_faulty_file_is_not_quietly_replaced_by_the_built_in_template(tmp_path: Path) -> None:
    write(tmp_path, "check_in.toml", MINE.replace('"mine"', '"check_in"').replace("open", "opne"))
    with pytest.raises(Invalid, match=r"check_in\.toml, step 1: there is no kind 'opne'"):
        find("check_in", tmp_path)
    assert find("kick_off", tmp_path).minutes == 90


def test_a_file_that_is_not_toml_is_told_when_its_name_is_asked_for(tmp_path: Path) -> None:
    write(tmp_path, "mine.toml", "nonsense")
    with pytest.raises(Invalid, match=r"mine\.toml is not TOML"):
        source("mine", tmp_path)
