"""A person's name in what people wrote."""

from __future__ import annotations

import pytest

from facilitator.model.name_words import NameSearch, search_for


def search(name: str, *others: str, also: tuple[str, ...] = (), email: str = "") -> NameSearch:
    return search_for(name, "family 1", others, also=also, email=email)


@pytest.mark.parametrize(
    ("name", "text", "expected"),
    [
        ("Ana Ruiz", "ANA RUIZ's car", "family 1's car"),
        ("Ana Ruiz", "Ruiz, Ana said", "family 1 said"),
        ("Ana Ruiz", "@ana.ruiz said", "@family 1 said"),
        ("Ana Ruiz", "RUIZ’s bus", "family 1’s bus"),
        ("Ana Ruiz", "A. Ruiz, then ruíz", "family 1, then family 1"),
        ("Ana Ruiz", "ruizmania and bRuiz", "ruizmania and bRuiz"),
        ("Ana Maria Ruiz", "Ana Ruiz; Ruiz", "family 1; family 1"),
        ("Ruiz, Ana", "Ana Ruiz", "family 1"),
        ("Dr. Ana Ruiz", "ana ruiz", "family 1"),
        ("Ann Li", "Annual List of Li, Ann’s li", "Annual List of family 1’s family 1"),
        ("Ben O'Connor", "oconnor, O’Connor’s, Connor, Reconnor", "family 1, family 1’s, family 1, Reconnor"),
        ("Tomasz Żółć", "zolc, ŻÓŁĆ, Z\u0307o\u0301łc\u0301", "family 1, family 1, family 1"),
        ("Ana Smith-Jones", "Smith–Jones, Smith, SmithJones", "family 1, family 1, family 1"),
        ("Ludwig van der Berg", "Van der Berg, van gone", "family 1, van gone"),
        ("Ana R", "Ana R said R is a letter", "family 1 said R is a letter"),
        ("Mary Young", "young people; Ms Young; Mary Young", "young people; family 1; family 1"),
        ("Mrs Ruiz", "ask Ruiz", "ask family 1"),
        ("Ana Ruiz", "Mrs. Ruiz, Mrs Ana Ruiz; we miss Ruiz", "family 1, family 1; we miss family 1"),
        ("Mary Young", "we miss young people", "we miss young people"),
        ("Walter", "walter waits", "family 1 waits"),
        ("student 1", "student 1 waits", "student 1 waits"),
        ("دانا כהן", "אמרה כהן", "אמרה family 1"),
        ("प्रिया शर्मा", "शर्मा ने कहा, शर्म", "family 1 ने कहा, शर्म"),
        ("山田 太郎", "山田太郎さん", "family 1さん"),
        ("", "nobody", "nobody"),
        ("[x] (", "[x] (", "[x] ("),
    ],
)
def test_a_name_is_replaced_in_any_writing_and_no_other_word(name: str, text: str, expected: str) -> None:
    assert search(name).replaced(text) == expected


def test_a_text_without_the_name_stays_the_very_same() -> None:
    text = "Cafe\u0301 for Ana"
    assert search("Ana Ruiz").replaced(text) is text


def test_a_surname_that_others_have_goes_only_with_the_first_name() -> None:
    found = search("Ana Ruiz", "Nadia Ruiz-Peña")
    assert found.replaced("Ana Ruiz and Ruiz") == "family 1 and Ruiz"
    assert found.is_doubtful("and Ruiz")
    assert [(it.word, it.why) for it in found.held_back] == [("Ruiz", "somebody else is called so")]
    assert found.spellings == ("Ana Ruiz",)


def test_a_full_name_that_others_have_stays() -> None:
    found = search("Ana Ruiz", "ana ruíz")
    assert found.replaced("Ana Ruiz") == "Ana Ruiz"
    assert found.is_doubtful("Ana Ruiz")


def test_first_names_are_pointed_out_and_not_replaced() -> None:
    found = search("Will Ruiz")
    assert found.is_doubtful("Will said")
    assert not found.is_doubtful("it will rain")
    assert found.replaced("Will said") == "Will said"
    assert search("Ana Ruiz").is_doubtful("ana's bus")
    assert search("Ana (Anita) Ruiz").is_doubtful("Anita waits")


def test_an_address_and_further_words_are_replaced_too() -> None:
    found = search("Ana Ruiz", also=("Ana",), email="aru@school.org")
    assert found.replaced("Ana: aru@school.org") == "family 1: family 1"
    assert found.spellings == ("Ana Ruiz", "Ruiz", "Ana", "aru@school.org")


def test_a_name_cut_in_what_undo_calls_an_act_goes_too() -> None:
    forty = "the room heard something loud from Ana R"
    assert len(forty) == 40
    found = search("Ana Ruiz")
    assert found.replaced_in_act(f"take away “{forty}”") == "take away “the room heard something loud from family 1”"
    assert (
        found.replaced_in_act(f"propose a goal: {forty}")
        == "propose a goal: the room heard something loud from family 1"
    )
    assert found.replaced_in_act("change “rui”") == "change “rui”"
    assert found.replaced_in_act("walk-in: Ana Ruiz") == "walk-in: family 1"
