"""What a partnership's record is made of, and the rules that hold for it.

Frozen dataclasses and pure functions: no input or output, no Textual, no SQL. Moments are aware `datetime`s in
UTC, days are `date`s, durations say their unit in the name.
"""
