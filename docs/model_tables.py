"""Tables of the keys that a spec may have, made of the pydantic model that checks it."""

from collections.abc import Iterator
from typing import Any, get_args, get_origin

from pydantic import BaseModel
from pydantic_core import PydanticUndefined
from tables import table

KINDS = {
    "NoneType": "nothing",
    "Path": "path",
    "bool": "true or false",
    "float": "number",
    "int": "whole number",
    "str": "text",
}
_NOT_A_KEY = "Set from the file name."


def models(root: type[BaseModel]) -> Iterator[str]:
    """A table for a spec model and for each model below it, outermost first."""
    waiting, seen = [root], set()
    while waiting:
        model = waiting.pop(0)
        if model in seen:
            continue
        seen.add(model)
        yield f"### {model.__name__}"
        yield (model.__doc__ or "").strip()
        rows = []
        for name, field in model.model_fields.items():
            if field.description == _NOT_A_KEY:
                continue
            waiting.extend(models_in(field.annotation))
            rows.append(
                (
                    f"`{field.alias or name}`",
                    kind_of(field.annotation),
                    default_of(field),
                    field.description or "",
                )
            )
        yield table(("key", "kind", "default", "meaning"), rows)


def own_keys(model: type[BaseModel]) -> Iterator[str]:
    """A table of the options of a rule beyond those that every rule has."""
    yield f"#### {model.__name__}"
    yield (model.__doc__ or "").strip()
    rows = [
        (f"`{field.alias or name}`", kind_of(field.annotation), default_of(field), field.description or "")
        for name, field in model.model_fields.items()
        if name not in ("enabled", "severity")
    ]
    yield table(("key", "kind", "default", "meaning"), rows)


def models_in(annotation: Any) -> list[type[BaseModel]]:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return [annotation]
    return [model for inner in get_args(annotation) for model in models_in(inner)]


def kind_of(annotation: Any) -> str:
    origin, inner = get_origin(annotation), [kind_of(each) for each in get_args(annotation)]
    if origin is None:
        name = getattr(annotation, "__name__", str(annotation))
        return KINDS.get(name, name)
    if origin in (list, tuple, set, frozenset):
        return f"list of {inner[0]}"
    if origin is dict:
        return f"{inner[1]} by name"
    if getattr(origin, "__name__", "") == "Literal":
        return " or ".join(f"`{value}`" if value else "empty" for value in get_args(annotation))
    if getattr(origin, "__name__", "") == "Annotated":
        return inner[0]
    return " or ".join(inner)


def default_of(field: Any) -> str:
    if field.is_required():
        return "required"
    value = field.get_default(call_default_factory=True)
    if isinstance(value, bool):
        return f"`{str(value).lower()}`"
    if value is None or value is PydanticUndefined:
        return ""
    if isinstance(value, BaseModel):
        return "see below"
    return f"`{value}`" if str(value) not in ("", "[]", "{}", "()") else "empty"
