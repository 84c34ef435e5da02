"""The gateway as one thing: what the command line, and any other front, calls."""
