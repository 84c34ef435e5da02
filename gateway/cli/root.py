"""The command group, and what all commands share."""

import errno
import logging
import sqlite3
import sys
import tomllib
import traceback
from collections.abc import Callable
from pathlib import Path

import click
import structlog
from pydantic import ValidationError
from structlog.typing import ExcInfo

import gateway
from gateway.app.installation import Installation
from gateway.cli import history, inspecting, mapping, operations, running
from gateway.schemas import MissingSchema
from gateway.settings import Settings
from gateway.specification import BrokenSpecification

TAKES_FILES = ("run", "watch", "retry")


class Commands(click.Group):
    """The commands; what an operator can mend is told in words, never as a traceback."""

    def invoke(self, context: click.Context) -> object:
        """Run a command."""
        try:
            return super().invoke(context)
        except BrokenSpecification as fault:
            for problem in fault.problems:
                click.echo(str(problem), err=True)
            click.echo("see all problems with: gateway mapping check", err=True)
            raise click.exceptions.Exit(1) from fault
        except MissingSchema as fault:
            raise click.ClickException(str(fault)) from fault
        except sqlite3.DatabaseError as fault:
            raise click.ClickException(
                f"the journal cannot be used: {fault}; stop the gateway and see: gateway doctor"
            ) from fault
        except OSError as fault:
            if fault.errno == errno.EPIPE:  # whoever read our output has left, which click deals with
                raise
            raise click.ClickException(f"{fault}; what is wrong may be told by: gateway doctor") from fault
        except tomllib.TOMLDecodeError as fault:
            raise click.UsageError(f"gateway.toml: {fault}") from fault
        except ValidationError as fault:
            problems = "; ".join(f"{'.'.join(map(str, each['loc']))}: {each['msg']}" for each in fault.errors())
            raise click.UsageError(f"settings in gateway.toml or GATEWAY_*: {problems}") from fault


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(gateway.__version__, prog_name="gateway")
@click.option(
    "--home",
    type=click.Path(file_okay=False, exists=True, path_type=Path),
    envvar="GATEWAY_HOME",
    default=Path(),
    show_default="the current folder",
    help="Folder that holds inbox, outbox, mappings, xsd and var.",
)
@click.pass_context
def main(context: click.Context, home: Path) -> None:
    """File-integration gateway: checks, translates and delivers files, and answers every one with a receipt.

    \b
    Example:
      gateway run
      gateway files --state rejected
      gateway show 20261123-1F
    """
    settings = Settings(home=home)
    context.call_on_close(set_up_logging(settings, takes_files=context.invoked_subcommand in TAKES_FILES))
    context.obj = Installation(settings)


def set_up_logging(settings: Settings, *, takes_files: bool) -> Callable[[], None]:
    """JSON log lines with the file id bound from arrival to receipt; commands that only look write no log file.

    Returns what ends the logging.
    """
    target = standard_error = sys.stderr
    if takes_files and settings.log_to == "file":
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


for command in (
    running.run,
    running.watch,
    running.retry,
    inspecting.validate,
    inspecting.translate,
    inspecting.formats,
    inspecting.fields,
    mapping.mapping,
    history.files,
    history.show,
    operations.schemas,
    operations.doctor,
):
    main.add_command(command)
