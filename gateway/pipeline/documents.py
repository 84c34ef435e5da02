"""Documents that a mapping made: they stand one after another in the staged output, and each is delivered by itself."""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import IO

_PIECE = 1 << 20


def split_output(staged: Path, name: str, sizes: Sequence[int]) -> Iterator[tuple[str, Path]]:
    """The files to deliver, by name. One document, or rows, are the staged file as it is.

    Several documents are copied out of it by their `sizes` in bytes, and numbered: ``faktura.xml``, ``faktura-2.xml``.
    Raises OSError.
    """
    if len(sizes) < 2:
        yield name, staged
        return
    with staged.open("rb") as source:
        for number, size in enumerate(sizes, start=1):
            path = staged.with_name(f"{staged.name}-{number}")
            with path.open("wb") as target:
                _copy(source, target, size)
            yield name if number == 1 else _numbered(name, number), path


def _copy(source: IO[bytes], target: IO[bytes], size: int) -> None:
    while piece := source.read(min(size, _PIECE)):
        target.write(piece)
        size -= len(piece)


def _numbered(name: str, number: int) -> str:
    path = Path(name)
    return f"{path.stem}-{number}{path.suffix}"
