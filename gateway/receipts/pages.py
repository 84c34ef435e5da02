"""HTML pages for people, made of the templates of this room: everything that is put in is escaped."""

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined, Template


def page(name: str, filters: Mapping[str, Callable[..., str]], **known: Any) -> Template:
    """The template of a page, to be kept. A name that it uses and is not given raises when the page is filled."""
    environment = Environment(
        loader=FileSystemLoader(Path(__file__).parent / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters |= filters
    environment.globals |= known
    return environment.get_template(name)
