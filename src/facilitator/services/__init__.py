"""The acts of a user: one function, one transaction."""
