"""How message fields are described: one text per field, used by docs, `gateway fields`, the mapping check and Avro."""

from collections.abc import Mapping
from dataclasses import dataclass, is_dataclass
from functools import cache
from types import MappingProxyType, UnionType
from typing import Annotated, Any, NamedTuple, Union, get_args, get_origin, get_type_hints


class Term(NamedTuple):
    """What a field means, and where the meaning comes from (BT number, element name, record position)."""

    text: str
    source: str = ""


class Hidden(NamedTuple):
    """The mark of a field that mappings and archives know nothing of; `reason` says what it is for."""

    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldDescription:
    """One field of a message part.

    `kind` is the bare Python type (for a repeated field: the type of one item). `derived` fields are computed
    properties: mappings may read them, archives do not store them.
    """

    name: str
    kind: type
    optional: bool
    repeated: bool
    derived: bool
    text: str
    source: str

    @property
    def is_part(self) -> bool:
        """Whether the field holds a message part with fields of its own."""
        return is_dataclass(self.kind)


@cache
def fields_of(part: type) -> Mapping[str, FieldDescription]:
    """The fields of a message part, stored ones first in order of definition, then derived ones."""
    described = {
        name: _described(name, hint, derived=False)
        for name, hint in get_type_hints(part, include_extras=True).items()
        if not any(isinstance(note, Hidden) for note in getattr(hint, "__metadata__", ()))
    }
    for name, member in vars(part).items():
        if isinstance(member, property) and not name.startswith("_"):
            hint = get_type_hints(member.fget, include_extras=True)["return"]
            described[name] = _described(name, hint, derived=True, text=(member.__doc__ or "").strip())
    return MappingProxyType(described)


def _described(name: str, hint: Any, *, derived: bool, text: str = "") -> FieldDescription:
    term = Term(text)
    if get_origin(hint) is Annotated:
        hint, *notes = get_args(hint)
        term = next((note for note in notes if isinstance(note, Term)), term)
    optional = repeated = False
    if get_origin(hint) in (Union, UnionType):
        optional = True
        hint = next(choice for choice in get_args(hint) if choice is not type(None))
    if get_origin(hint) in (list, tuple):
        repeated = True
        hint = get_args(hint)[0]
    return FieldDescription(
        name=name,
        kind=hint,
        optional=optional,
        repeated=repeated,
        derived=derived,
        text=term.text,
        source=term.source,
    )
