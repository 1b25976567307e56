"""The data file: the only package that holds SQL.

`open_store` opens the file and gives a `Store`; the store has a repository for each aggregate and writes in named
acts, each one transaction that the journal can take back.
"""

from facilitator.db.store import Store, open_store

__all__ = ["Store", "open_store"]
