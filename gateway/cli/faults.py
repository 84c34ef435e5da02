"""What an operator can mend, told in words with the command that helps; everything else is a fault of ours."""

import errno
import sqlite3
import tomllib

import click
from pydantic import ValidationError

from gateway.formats.hmac_seal import UnusableSealKey
from gateway.schemas import MissingSchema
from gateway.specification import BrokenSpecification


def told(fault: Exception) -> Exception | None:
    """What a command ends with because of a fault; None when it is not an operator's matter."""
    match fault:
        case BrokenSpecification():
            for problem in fault.problems:
                click.echo(str(problem), err=True)
            click.echo("see all problems with: gateway mapping check", err=True)
            return click.exceptions.Exit(1)
        case MissingSchema() | UnusableSealKey():
            return click.ClickException(str(fault))
        case sqlite3.DatabaseError():
            return click.ClickException(
                f"the journal cannot be used: {fault}; stop the gateway and see: gateway doctor"
            )
        case OSError() if fault.errno != errno.EPIPE:  # whoever read our output has left, which click deals with
            return click.ClickException(f"{fault}; what is wrong may be told by: gateway doctor")
        case tomllib.TOMLDecodeError():
            return click.UsageError(f"gateway.toml: {fault}")
        case ValidationError():
            problems = "; ".join(f"{'.'.join(map(str, each['loc']))}: {each['msg']}" for each in fault.errors())
            return click.UsageError(f"settings in gateway.toml or GATEWAY_*: {problems}")
    return None
