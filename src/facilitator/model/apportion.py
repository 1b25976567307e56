"""Sharing out whole minutes."""

from __future__ import annotations

from collections.abc import Sequence


def apportion(total: int, weights: Sequence[int]) -> tuple[int, ...]:
    """`total` whole units shared out in proportion to `weights`, so that they add up exactly.

    Largest remainder first, the earlier one on a tie. No share exceeds its weight while `total` is at most
    the sum of the weights. Weights are not negative; where all are 0 nothing is shared out.
    """
    whole = sum(weights)
    if whole == 0:
        return (0,) * len(weights)
    shares = [total * weight // whole for weight in weights]
    left_over = total - sum(shares)
    by_remainder = sorted(range(len(weights)), key=lambda i: (-(total * weights[i] % whole), i))
    for index in by_remainder[:left_over]:
        shares[index] += 1
    return tuple(shares)
