"""The command line. Exit codes: 0 done, 1 something was rejected or failed its check, 2 wrong use."""

from gateway.cli.root import main

__all__ = ["main"]
