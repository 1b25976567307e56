from __future__ import annotations

import gc

import pytest

from facilitator.services.cycles import no_search_for_cycles


def fails() -> None:
    with no_search_for_cycles():
        assert not gc.isenabled()
        raise KeyboardInterrupt


def test_the_search_goes_on_afterwards_whatever_happened() -> None:
    assert gc.isenabled()
    with pytest.raises(KeyboardInterrupt):
        fails()
    assert gc.isenabled()


def test_where_it_was_off_it_stays_off() -> None:
    with no_search_for_cycles():
        with no_search_for_cycles():
            pass
        assert not gc.isenabled()
    assert gc.isenabled()
