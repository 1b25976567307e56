"""The sample partnership of `facilitator demo`: a year of meetings, told relative to today."""

from facilitator.sample.build import build

__all__ = ["build"]
