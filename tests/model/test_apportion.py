from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from facilitator.model.apportion import apportion

weights_lists = st.lists(st.integers(0, 60), min_size=1, max_size=12)


def test_the_largest_remainder_comes_first() -> None:
    assert apportion(10, (5, 3, 3)) == (4, 3, 3)


def test_a_tie_goes_to_the_earlier() -> None:
    assert apportion(1, (2, 2)) == (1, 0)
    assert apportion(6, (5, 3, 2, 2)) == (3, 1, 1, 1)


def test_nothing_to_weigh_shares_out_nothing() -> None:
    assert apportion(0, ()) == ()
    assert apportion(3, (0, 0)) == (0, 0)


@settings(max_examples=200, deadline=None)
@given(weights_lists.filter(any), st.integers(0, 500))
def test_shares_add_up_and_are_within_one_of_exact(weights: list[int], total: int) -> None:
    shares = apportion(total, weights)
    assert sum(shares) == total
    for share, weight in zip(shares, weights, strict=True):
        assert abs(share - total * weight / sum(weights)) < 1


@settings(max_examples=200, deadline=None)
@given(weights_lists, st.data())
def test_no_share_exceeds_its_weight_within_the_whole(weights: list[int], data: st.DataObject) -> None:
    total = data.draw(st.integers(0, sum(weights)))
    assert all(share <= weight for share, weight in zip(apportion(total, weights), weights, strict=True))
