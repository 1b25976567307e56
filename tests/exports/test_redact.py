from unicodedata import normalize

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from facilitator.exports.name_words import words_of
from facilitator.exports.phrases import Phrase, first_word, phrases
from facilitator.exports.redact import Redactor


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
        ("Ana Silva", "Mrs Silva's car; silvas stay", "[A]'s car; silvas stay"),
        ("Tomasz Żółć", "zolc and ŻÓŁĆ and Z\u0307o\u0301łc\u0301", "[T] and [T] and [T]"),
        ("Ben O'Connor", "O’Connor; o'connor", "[B]; [B]"),
        ("Eva Smith-Jones", "Smith-Jones, Smith and jones", "[E], [E] and [E]"),
        ("María de la Cruz", "María de la Cruz, de la Cruz, Cruz, de la calle", "[M], [M], [M], de la calle"),
        ("Ana García López", "Garcia or López, ana garcia lopez", "[A] or [A], [A]"),
        ("Silva, Ana", "Ana Silva", "[S]"),
        ("Dr. Jo Weiß", "Weiss, dr jo weiß", "[D], [D]"),
        ("Mr Brown", "mr brown, BROWN", "[M], [M]"),
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
        # of a family, without its marks, in other letters, in an address
        ("Karen Vale", "the Vales and the Vales' car", "the [K] and the [K]' car"),
        ("Ben O'Connor", "the O'Connors, OConnor, the OConnors", "the [B], [B], the [B]"),
        ("Jan van der Berg", "Vanderberg or van der Berg", "[J] or [J]"),
        ("Eva Müller", "Mueller, Muller", "[E], [E]"),
        ("Eva Mueller", "Müller", "[E]"),
        ("Karen Vale", "write to kvale@x.org, vale@y.org", "write to [K], [K]"),
        ("Karen Vale", "write to office@x.org or @vale", "write to office@x.org or @[K]"),
        ("王小明", "今天王老师说了", "今天[王]说了"),
        ("김 민수", "김 선생님이, 김씨", "[김]이, [김]"),
        ("田中太郎", "田中さん", "[田]"),
        # with endings, in one with other words
        ("Ilona Kovács", "Kovácsnak, kovacsnak és Kovácsékhoz", "[I], [I] és [I]"),
        ("Jan Kowalski", "dla Kowalskiego i kowalskiemu", "dla [J] i [J]"),
        ("Petr Svoboda", "pan Svobodovi, paní Svobodová", "pan [P], paní [P]"),
        ("Ана Шевченко", "разом із Шевченками", "разом із [А]"),
        ("Ana Ruiz", "los Ruices", "los [A]"),
        ("Eva Smith-Jones", "the Smiths, the Jones", "the [E], the [E]"),
        ("Anna Kovács", "KovacsAnna, annakovacs, ask AnnaKovács", "[A], [A], ask [A]"),
        ("Anna Kovács", "KovacsBela, OfficeKovacs", "[A], [A]"),
        ("Li Do", "dolis, alone", "dolis, alone"),
        # with letters that are not seen, as pasted words have them
        ("Anna Kovács", "Ko\u00advács, Kov\u200bacs; Anna\u200d Kovács", "[A], [A]; [A]"),
        ("Reza Mir\u200czadeh", "Mirzadeh, Mir\u200czadeh", "[R], [R]"),
        # surnames that are common words
        ("Lopez May", "we may hope, but May did", "we may hope, but [L] did"),
        (
            "Lopez May",
            "no homework in May, from 3 May or May 3, next May",
            "no homework in May, from 3 May or May 3, next May",
        ),
        ("Lopez May", "May we? MAY WE? May said so. May's car", "May we? MAY WE? [L] said so. [L]'s car"),
        ("Al Young", "young people and Young; Mrs Young", "young people and [A]; [A]"),
        ("Al Young", "Young people came; the Youngs", "Young people came; the [A]"),
        ("Will May", "he will may be, Will May", "he will may be, [W]"),
        ("Eva Price", "the price of gates; ask Price", "the price of gates; ask [E]"),
        # so that it reads like a sentence
        ("Ana Silva", "call Mr. Silva; I miss Silva; Miss Silva", "call [A]; I miss [A]; [A]"),
        ("Ana Silva", "Silva Ana Silva bring it", "[A] bring it"),
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
        ("Li Do", "what do we do", ()),
        ("Zoraida", "zoraida too", ("zoraida",)),
        ("Nobody", "", ()),
        ("王小明", "小明说了", ("小明",)),
        ("王小明", "with 王 and 国王", ("王",)),
        ("Lopez May", "May we? in May. we may", ("May",)),
        # perhaps with an ending, or in one with another word
        ("Tomasz Żółć", "ask Żółcia; żółcia", ("Żółcia",)),
        ("Ilona Kovács", "Kovácsot, Kovácsa és kovácsot", ("Kovácsot", "Kovácsa", "kovácsot")),
        ("Jan Kowalski", "u Kowalskich", ("Kowalskich",)),
        ("Jan Duda", "nie ma Dudy", ("Dudy",)),
        ("Ana Vera", "Very good. Very late", ()),
        ("Josef Dvořáček", "bez Dvořáčka", ("Dvořáčka",)),
        ("Αννα Παπαδόπουλος", "του Παπαδόπουλου", ("Παπαδόπουλου",)),
        ("Matti Virtanen", "Virtasen auto", ("Virtasen",)),
        ("Tomasz Żółć", "dla Tomaszowi", ("Tomaszowi",)),
        ("Anna Kovács", "akovacs, McKovacs", ("McKovacs", "akovacs")),
        ("דנה לוי", "דיברנו עם דנה וללוי", ("דנה", "וללוי")),
        ("דנה כהנא", "נתנו לכהנא ולכהנא", ("לכהנא", "ולכהנא")),
        ("محمد حداد", "والحداد لحداد الحداد", ("والحداد", "لحداد", "الحداد")),
        # ordinary words that begin or end like a surname
        ("Wei Li", "Like lions, Lists and live; Lia", ()),
        ("An Do", "Dogs and Doors; Anyone, another; Done", ()),
        ("Eva King", "Kingdom, kings and Kinga; looking", ()),
        ("Eva Cooper", "Cooperation; cooperate; the coopers’ scooper", ()),
        ("Ben Porter", "supporters and reporters; Porterhouse; important", ()),
        ("Rosa Ramos", "preparamos, compramos; gramos", ()),
        ("Ana Costa", "Costs are high; coast, accost; costly; Costing", ()),
        ("Ben Potter", "Pottery and pottery", ()),
        ("Ana Cole", "el Colegio, colega", ()),
        ("Joe Holder", "stakeholders; Stakeholder", ()),
        ("Ana Silva", "too late for his child Timmy", ("child Timmy",)),
        ("Ana Silva", "our son, Leo, and student Zoë Hart", ("son, Leo", "student Zoë")),
        (
            "Ana Silva",
            "Student Council; each student may; students Ask; my daughter called Mia",
            ("daughter called Mia",),
        ),
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


def test_an_article_goes_before_a_label_that_has_its_own() -> None:
    apply = Redactor([Phrase(("hub",), "replace", "an organisation"), Phrase(("vale",), "replace", "somebody")])
    assert apply("call the Hub, the Vale car, The Hub")[0] == "call an organisation, somebody car, an organisation"


def test_an_address_and_a_name_that_may_leave_are_no_other_way_to_write_one() -> None:
    apply = Redactor([*phrases("Ana Silva", "#", set()), Phrase(("silva", "x", "org"), "keep")])
    assert apply("silva@x.org, asilva@x.org")[0] == "silva@x.org, #"


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
