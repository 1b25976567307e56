import pytest
from hypothesis import given
from hypothesis import settings as examples
from hypothesis import strategies as st

from facilitator.model.formula import guarded, is_formula, unguarded


@pytest.mark.parametrize(
    "text", ["=1+1", "+1", "-1", "@x", "\tx", "\rx", "  =x", " \t", "＝x", "＋x", "－x", "＠x", "\u00a0=x"]
)
def test_what_a_spreadsheet_would_run_gets_an_apostrophe(text: str) -> None:
    assert guarded(text) == f"'{text}"
    assert unguarded(guarded(text)) == text


@pytest.mark.parametrize("text", ["", "a=b", "'tis", "'=x", "3 - 2", "ʻOkina", "  plain"])
def test_other_text_stays(text: str) -> None:
    assert guarded(text) == text


@pytest.mark.parametrize("text", ["'tis", "''=x", "'", "O'Hara"])
def test_an_apostrophe_that_guards_nothing_stays(text: str) -> None:
    assert unguarded(text) == text


@given(st.text())
@examples(max_examples=200, deadline=None)
def test_guarded_text_is_never_a_formula_and_comes_back(text: str) -> None:
    assert not is_formula(guarded(text))
    if text[:1] != "'":
        assert unguarded(guarded(text)) == text
