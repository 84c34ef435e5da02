"""File-integration gateway and message translator for a city's shared finance office."""

__version__ = "0.1.0"
