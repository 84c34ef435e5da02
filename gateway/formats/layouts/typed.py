"""Lines of `LayoutWriter` turned back into values, for files whose cells have a type."""

from collections.abc import Callable
from typing import Any

from gateway.formats.layouts.layout import Field, Layout
from gateway.formats.layouts.values import Memo, converter
from gateway.formats.layouts.writer import SEPARATOR


class TypedLines:
    """Turns the texts of lines into what a function makes of them; blank ones are None."""

    def __init__(self, layout: Layout, typed: Callable[[Field, str, Any], Any]) -> None:
        """`typed` makes the cell of a field from its text and its value."""
        self._makers = {
            name: [Memo(_maker(layout, field, typed)) for field in record.fields.values()]
            for name, record in layout.records.items()
        }

    def cells(self, line: str) -> tuple[str, list[Any]]:
        """The name of the record, and its cells in the order of its fields."""
        name, *texts = line.split(SEPARATOR)
        return name, [make[text] for make, text in zip(self._makers[name], texts, strict=True)]


def _maker(layout: Layout, field: Field, typed: Callable[[Field, str, Any], Any]) -> Callable[[str], Any]:
    # Texts and codes are what they are; some of them could be written and would still be refused when read.
    convert = str if field.type in ("text", "code") else converter(layout, field)

    def make(text: str) -> Any:
        value = convert(text) if text else None
        return None if value is None else typed(field, text, value)

    return make
