"""facilitator: runs school–community partnership meetings from one local file."""

__version__ = "0.1.0"
