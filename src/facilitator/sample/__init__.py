"""The sample partnership."""
