import pickle

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from facilitator.db.passphrase import LEAST_CHARACTERS, Passphrase, new_passphrase
from facilitator.errors import Invalid

SALT = b"0123456789abcdef"


def test_the_same_letters_make_the_same_key_however_they_were_typed() -> None:
    composed, decomposed = Passphrase("caf\u00e9 au lait"), Passphrase("cafe\u0301 au lait")
    assert composed.same_as(decomposed)
    assert composed.key(SALT) == decomposed.key(SALT)


def test_another_salt_makes_another_key() -> None:
    passphrase = Passphrase("caf\u00e9 au lait")
    assert len({passphrase.key(SALT), passphrase.key(SALT[::-1])}) == 2
    assert len(passphrase.key(SALT)) == 32


def test_blanks_and_capitals_count() -> None:
    assert not Passphrase("four five six").same_as(Passphrase("four five six "))
    assert not Passphrase("four five six").same_as(Passphrase("Four five six"))


@settings(max_examples=20)
@given(st.text(min_size=LEAST_CHARACTERS))
def test_it_shows_itself_nowhere(text: str) -> None:
    passphrase = Passphrase(text)
    assert repr(passphrase) == str(passphrase) == f"{passphrase}" == "Passphrase(…)"
    with pytest.raises(TypeError):
        pickle.dumps(passphrase)


@pytest.mark.parametrize("text", ["", "seven 7", "e\u0301" * 7])
def test_a_short_one_is_refused(text: str) -> None:
    with pytest.raises(Invalid, match="at least 8"):
        new_passphrase(text)


@pytest.mark.parametrize("text", ["tab\tinside it", "null\0inside it", "escape\x1b[2J it", "half a \ud800 letter"])
def test_what_is_not_typed_the_same_way_twice_is_refused(text: str) -> None:
    with pytest.raises(Invalid, match="control character"):
        new_passphrase(text)


@pytest.mark.parametrize("text", ["12345678", "four words of mine", "x'00112233'", "o'clock; DROP", "Żółć żółć 🙂"])
def test_there_are_no_other_rules(text: str) -> None:
    assert new_passphrase(text).same_as(Passphrase(text))
