"""Measures speed as ratios: to the smallest Textual program, to `python -c pass`, and to SQLite's shell.

`python -m bench --help` says how.
"""
