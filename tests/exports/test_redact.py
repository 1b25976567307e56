from unicodedata import normalize

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from facilitator.exports.redact import Phrase, Redactor, first_word, phrases, words_of


def redactor(*names: str, keep: tuple[str, ...] = ()) -> Redactor:
    """Everybody in `names` is hidden behind `[first letter]`, those in `keep` may be named."""
    first_names = {words for name in (*names, *keep) if (words := first_word(name))}
    found = [phrase for name in names for phrase in phrases(name, f"[{name[0]}]", first_names)]
    kept = [Phrase(words_of(name), "keep") for name in keep]
    return Redactor(found + kept, [(name, f"[{name[0]}]") for name in names])


@pytest.mark.parametrize(
    ("name", "text", "left"),
    [
        ("Ana Silva", "Ana Silva can drive", "[A] can drive"),
        ("Ana Silva", "ask ana  SILVA, please", "ask [A], please"),
        ("Ana Silva", "write to ana.silva2024", "write to [A]2024"),
        ("Ana Silva", "Mrs Silva's car; silvas stay", "Mrs [A]'s car; silvas stay"),
        ("Tomasz Żółć", "zolc and ŻÓŁĆ and Z\u0307o\u0301łc\u0301", "[T] and [T] and [T]"),
        ("Ben O'Connor", "O’Connor o'connor", "[B] [B]"),
        ("Eva Smith-Jones", "Smith-Jones, Smith and jones", "[E], [E] and [E]"),
        ("María de la Cruz", "María de la Cruz, de la Cruz, Cruz, de la calle", "[M], [M], [M], de la calle"),
        ("Ana García López", "Garcia or López, ana garcia lopez", "[A] or [A], [A]"),
        ("Silva, Ana", "Ana Silva", "[S]"),
        ("Dr. Jo Weiß", "Weiss, dr jo weiß", "[D], dr [D]"),
        ("Mr Brown", "mr brown, BROWN", "mr [M], [M]"),
        ("Ana M. Silva", "M. Silva, plan M", "[A], plan M"),
        ("Ana Silva (mother)", "the mother, Ana Silva", "the mother, [A]"),
        ("Li Do", "what do we do, Do?", "what do we do, [L]?"),
        ("Zoraida", "Zoraida called, zoraida too", "[Z] called, zoraida too"),
        ("Don", "Don came", "[D] came"),
        ("王小明", "今天王小明说了", "今天[王]说了"),
        ("김 민수", "김민수가 말했다", "[김]가 말했다"),
        ("Ana Silva", "Silvaさん、Silva가", "[A]さん、[A]가"),
        ("Group 7", "group 7 and Group 7", "group 7 and Group 7"),
        ("Олена Шевченко", "ШЕВЧЕНКО сказала", "[О] сказала"),
    ],
)
def test_full_names_and_surnames_become_the_label(name: str, text: str, left: str) -> None:
    assert redactor(name)(text)[0] == left


@pytest.mark.parametrize(
    ("name", "text", "noticed"),
    [
        ("Ana Silva", "ana, Ana and Ána", ("ana", "Ana", "Ána")),
        ("Ana Silva", "Ana Silva, banana", ()),
        ("Jean-Luc Picard", "jean luc said", ("jean luc",)),
        ("J. Smith", "plan J", ()),
        ("Li Do", "what do we do", ("do",)),
        ("Zoraida", "zoraida too", ("zoraida",)),
        ("Nobody", "", ()),
    ],
)
def test_first_names_are_noticed(name: str, text: str, noticed: tuple[str, ...]) -> None:
    assert redactor(name)(text)[1] == noticed


def test_a_name_that_may_leave_stays_whole() -> None:
    apply = redactor("Ana Silva", keep=("Carlos Silva", "Silva Bakery"))
    assert apply("Carlos Silva of Silva Bakery met Silva") == ("Carlos Silva of Silva Bakery met [A]", ())


def test_a_name_that_is_hidden_somewhere_is_hidden() -> None:
    assert redactor("Ana Silva", keep=("ana silva",))("Ana Silva")[0] == "[A]"


def test_two_people_of_one_surname_are_somebody() -> None:
    assert redactor("Ana Silva", "Rui Silva")("Silva, Rui Silva") == ("somebody, [R]", ())


def test_a_middle_name_that_is_a_first_name_is_only_noticed() -> None:
    assert redactor("Ana Maria Silva", keep=("Maria Costa",))("Maria Costa, Maria") == (
        "Maria Costa, Maria",
        ("Maria",),
    )


def test_one_name_of_one_word_and_of_a_first_name_is_only_noticed() -> None:
    assert redactor("Ana", keep=("Ana Costa",))("Ana said") == ("Ana said", ("Ana",))


WORD = st.text(st.sampled_from("aáBbßłŻñ"), min_size=3, max_size=8)
AROUND = st.text(st.sampled_from("xyz .,;-_'(\n日가👩"), max_size=20)


@given(
    WORD,
    st.lists(WORD, min_size=1, max_size=3),
    st.sampled_from([" ", "  ", "-", "."]),
    AROUND,
    st.sampled_from(" 가日("),
)
@settings(deadline=None, max_examples=200)
def test_no_surname_gets_through(first: str, last: list[str], gap: str, around: str, next_to: str) -> None:
    apply = Redactor(phrases(" ".join([first, *last]), "#", set()))
    left, _ = apply(f"{around}{next_to}{gap.join([first, *last]).upper()}{next_to}{around}")
    assert not {words_of(word)[-1] for word in last} & set(words_of(left))
    assert "#" in left
    assert words_of(left.replace("#", " ")) == words_of(f"{around}{next_to}") + words_of(f"{next_to}{around}")


@given(st.text(max_size=80))
@settings(deadline=None, max_examples=200)
def test_text_without_names_is_not_touched(text: str) -> None:
    left, noticed = redactor("Qqqq Wwwww")(text)
    assert words_of(left) == words_of(text)
    assert noticed == ()


MANY = redactor("Ana Silva", "Tomasz Żółć", "Ben O'Connor", "Li Do", "王小明", keep=("Rosa Silva",))
PIECES = [
    "Ana",
    "silva",
    "Żółć",
    "zolc",
    "Z\u0307o\u0301łc\u0301",
    "O’Connor",
    "do",
    "Do?",
    "王小明",
    "王 小明",
    "an",
    "(ana)",
]


@given(st.lists(st.lists(st.sampled_from([*PIECES, "x", "\u0301", "\n", "\u3000", "rosa-"]), max_size=6), max_size=6))
@settings(deadline=None)
def test_many_texts_are_treated_as_each_alone(texts: list[list[str]]) -> None:
    for glue in ("", " ", "\u2003"):
        written = [glue.join(words) for words in texts]
        found = {place: (text, words) for place, text, words in MANY.found_in(written)}
        for place, text in enumerate(written):
            assert found.get(place, (normalize("NFC", text), ())) == (normalize("NFC", MANY(text)[0]), MANY(text)[1])
