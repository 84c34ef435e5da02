"""What several commands share: options, and the installation that they work on."""

import functools
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import click

from gateway.settings import Settings

if TYPE_CHECKING:
    from gateway.app.installation import Installation

route_option = click.option("--route", default="", help="Treat the file as one of this route.")
json_option = click.option("--json", "as_json", is_flag=True, help="Print JSON for a program to read.")


def pass_installation(command: Callable[..., None]) -> Callable[..., None]:
    """Give a command the installation of the home folder, with its specs, as first argument."""

    @click.pass_obj
    @functools.wraps(command)
    def with_installation(settings: Settings, *arguments: Any, **options: Any) -> None:
        # Not every command has use for the specs, and what reads them takes long to load.
        from gateway.app.installation import Installation  # noqa: PLC0415

        command(Installation(settings), *arguments, **options)

    return with_installation


def known_mapping(installation: "Installation", name: str) -> None:
    """Refuse a mapping that there is no spec for, as wrong use; an empty name is none."""
    if name and name not in installation.mapping_names:
        known = ", ".join(installation.mapping_names)
        raise click.UsageError(f"no mapping '{name}'; the mappings are: {known}")


def known_route(installation: "Installation", route: str) -> None:
    """Refuse a route that there is no spec for, as wrong use; an empty name is none."""
    if route and route not in installation.routes:
        known = ", ".join(installation.routes)
        raise click.UsageError(f"no route '{route}'; the routes are: {known}")
