"""Reads a CSV bundle of level `full` back into an empty data file."""
