"""The panels of step kinds: what a step shows between its prompt and its notes.

A panel says which rows to draw and what its keys do; one widget draws them all. Keys that need words put a command into
the line to be completed, so that there is one place to type.
"""
