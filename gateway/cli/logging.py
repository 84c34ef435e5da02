"""The log of the commands that take files: JSON lines, with the file id bound from arrival to receipt."""

import logging
import sys
import traceback
from collections.abc import Callable
from pathlib import Path

import structlog
from structlog.typing import ExcInfo

from gateway.settings import Settings


def set_up_logging(settings: Settings) -> Callable[[], None]:
    """Log to the file or the stream that the settings name. Returns what ends the logging."""
    target = standard_error = sys.stderr
    if settings.log_to == "file":
        folder = settings.path(settings.var) / "log"
        folder.mkdir(parents=True, exist_ok=True)
        target = (folder / "gateway.jsonl").open("a", encoding="utf-8", buffering=1)
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.ExceptionRenderer(traceback_without_values),
            structlog.processors.JSONRenderer(ensure_ascii=False),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(logging.getLevelNamesMapping()[settings.log_level.upper()]),
        logger_factory=structlog.WriteLoggerFactory(file=target),
    )

    def end() -> None:
        structlog.reset_defaults()
        if target is not standard_error:
            target.close()

    return end


def traceback_without_values(exc_info: ExcInfo) -> list[dict[str, object]]:
    """Where an exception came from, without its text and variables, which may hold personal data."""
    kind, _, trace = exc_info
    steps: list[dict[str, object]] = [{"exception": kind.__name__}]
    for frame in traceback.extract_tb(trace):
        steps.append({"file": Path(frame.filename).name, "line": frame.lineno, "function": frame.name})
    return steps
