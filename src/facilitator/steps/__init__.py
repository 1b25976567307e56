"""The kinds of agenda steps."""
