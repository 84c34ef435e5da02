"""Specs that staff edit: YAML loaded into pydantic models, every problem with file, line and column.

A spec problem is an operator's matter, not a sender's, so it is a `SpecificationProblem`, not a `Finding`.
"""

import difflib
import functools
import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

from pydantic import BaseModel, ConfigDict, ValidationError
from ruamel.yaml import YAML
from ruamel.yaml.comments import CommentedMap, CommentedSeq
from ruamel.yaml.error import MarkedYAMLError, YAMLError

_PATTERN = re.compile(
    r"(?:(?:[A-Za-z0-9 _:/-]|\\[d.]|\[(?:[A-Za-z0-9](?:-[A-Za-z0-9])?)+\])(?:\?|\{[0-9]{1,2}(?:,[0-9]{1,2})?\})?)+"
)
_VARIABLE = re.compile(r"\?|\{[0-9]+,[0-9]+\}")
_MAXIMUM_VARIABLE = 3


class Specification(BaseModel):
    """Base of every spec model: unknown keys are errors, values do not change after loading."""

    model_config = ConfigDict(extra="forbid", frozen=True, use_attribute_docstrings=True)


SpecificationModel = TypeVar("SpecificationModel", bound=Specification)


@dataclass(frozen=True, slots=True, kw_only=True)
class SpecificationProblem:
    """One thing wrong in a spec. Line and column are 1-based; `hint` is a "did you mean" or empty."""

    path: Path
    line: int
    column: int
    message: str
    hint: str = ""
    is_warning: bool = False

    def __str__(self) -> str:
        kind = "warning: " if self.is_warning else ""
        hint = f" ({self.hint})" if self.hint else ""
        return f"{self.path}:{self.line}:{self.column}: {kind}{self.message}{hint}"


class BrokenSpecification(Exception):
    """A spec has problems and cannot be used; `gateway mapping check` lists them."""

    def __init__(self, problems: Iterable[SpecificationProblem]) -> None:
        self.problems = list(problems)
        super().__init__("\n".join(str(problem) for problem in self.problems))


@dataclass(frozen=True)
class SpecificationSource:
    """One YAML file: its values, and where in the text each stands."""

    path: Path
    text: str
    values: Any

    @property
    def data(self) -> Any:
        """The values with their positions. Parsed apart, because positions take five times as long to read."""
        return _with_positions(self.text)

    def position(self, *keys: str | int) -> tuple[int, int]:
        """Line and column (1-based) of the value under `keys`, or of the nearest parent that has a position."""
        node, line, column = self.data, 1, 1
        for key in keys:
            found = _value_position(node, key)
            if found is None:
                break
            line, column = found
            node = node[key]
        return line, column

    def problem(self, message: str, *keys: str | int, hint: str = "", is_warning: bool = False) -> SpecificationProblem:
        """A problem at the value under `keys`."""
        line, column = self.position(*keys)
        return SpecificationProblem(
            path=self.path, line=line, column=column, message=message, hint=hint, is_warning=is_warning
        )


def load(path: Path, model: type[SpecificationModel]) -> tuple[SpecificationModel, SpecificationSource]:
    """The spec in a YAML file, with its positions. Raises BrokenSpecification naming every problem."""
    source = read_yaml(path)
    try:
        return model.model_validate(source.values), source
    except ValidationError as error:
        raise BrokenSpecification(_problems(error, source, model)) from error


def read_yaml(path: Path) -> SpecificationSource:
    """A YAML file with positions. Raises BrokenSpecification when it is no YAML or has a key twice."""
    try:
        text = path.read_text(encoding="utf-8")
        return SpecificationSource(path, text, _values(text))
    except MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line, column = (mark.line + 1, mark.column + 1) if mark else (1, 1)
        message = (error.problem or "not valid YAML").splitlines()[0]
        raise BrokenSpecification(
            [SpecificationProblem(path=path, line=line, column=column, message=message)]
        ) from error
    except (YAMLError, UnicodeDecodeError, OSError) as error:
        raise BrokenSpecification(
            [SpecificationProblem(path=path, line=1, column=1, message=f"cannot be read: {error}")]
        ) from error


@functools.lru_cache(maxsize=256)
def _values(text: str) -> Any:
    """The values of a YAML text. Several routes use one mapping; nobody changes the result."""
    return YAML(typ="safe").load(text)


@functools.lru_cache(maxsize=256)
def _with_positions(text: str) -> Any:
    return YAML(typ="rt").load(text)


def checked_pattern(pattern: str) -> str:
    """The pattern itself, if no text can make it take long. Raises ValueError telling staff what it may be made of.

    It is meant for `re.fullmatch` with `re.ASCII` on texts of at most some hundred characters.
    """
    if not _PATTERN.fullmatch(pattern):
        raise ValueError(r"a pattern is made of letters, digits, \d, [A-Z], {4}, {2,10} and ? alone")
    if len(_VARIABLE.findall(pattern)) > _MAXIMUM_VARIABLE:
        raise ValueError(f"a pattern varies in length in at most {_MAXIMUM_VARIABLE} places")
    try:
        re.compile(pattern, re.ASCII)
    except re.error as fault:
        raise ValueError(f"the pattern cannot be used: {fault}") from None
    return pattern


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """``did you mean 'x'?`` for the closest known word, else an empty text."""
    close = difflib.get_close_matches(word, list(known), n=1, cutoff=0.6)
    return f"did you mean '{close[0]}'?" if close else ""


def _value_position(node: Any, key: str | int) -> tuple[int, int] | None:
    try:
        if isinstance(node, CommentedMap):
            line, column = node.lc.value(key)
        elif isinstance(node, CommentedSeq):
            line, column = node.lc.item(key)
        else:
            return None
    except (KeyError, IndexError, TypeError):
        return None
    return line + 1, column + 1


def _key_position(node: Any, keys: tuple[str | int, ...]) -> tuple[int, int] | None:
    for key in keys[:-1]:
        try:
            node = node[key]
        except (KeyError, IndexError, TypeError):
            return None
    try:
        line, column = node.lc.key(keys[-1])
    except (KeyError, AttributeError, TypeError):
        return None
    return line + 1, column + 1


def _problems(
    error: ValidationError, source: SpecificationSource, model: type[BaseModel]
) -> list[SpecificationProblem]:
    problems = []
    for fault in error.errors():
        keys = tuple(fault["loc"])
        if fault["type"] == "extra_forbidden":
            line, column = _key_position(source.data, keys) or source.position(*keys)
            hint = did_you_mean(str(keys[-1]), _known_keys(model, keys[:-1]))
            message = f"unknown key '{keys[-1]}'"
        else:
            line, column = source.position(*keys)
            hint = ""
            where = ".".join(str(key) for key in keys)
            message = f"{where}: {fault['msg']}" if where else fault["msg"]
        problems.append(SpecificationProblem(path=source.path, line=line, column=column, message=message, hint=hint))
    return problems


def _known_keys(model: type[BaseModel], keys: tuple[str | int, ...]) -> list[str]:
    schema = model.model_json_schema()
    definitions = schema.get("$defs", {})
    choices = [schema]
    for key in keys:
        choices = [step for choice in choices for step in _below(choice, key, definitions)]
    options = (option for choice in choices for option in _options(choice, definitions))
    return [name for option in options for name in option.get("properties", {})]


def _resolved(schema: dict[str, Any], definitions: dict[str, Any]) -> dict[str, Any]:
    reference = schema.get("$ref", "")
    return definitions[reference.rsplit("/", 1)[-1]] if reference else schema


def _options(schema: dict[str, Any], definitions: dict[str, Any]) -> list[dict[str, Any]]:
    schema = _resolved(schema, definitions)
    return [_resolved(option, definitions) for option in schema.get("anyOf", schema.get("oneOf", [schema]))]


def _below(schema: dict[str, Any], key: str | int, definitions: dict[str, Any]) -> list[dict[str, Any]]:
    found = []
    for option in _options(schema, definitions):
        if isinstance(key, int):
            found.append(option.get("items", {}))
        elif key in option.get("properties", {}):
            found.append(option["properties"][key])
        elif isinstance(option.get("additionalProperties"), dict):
            found.append(option["additionalProperties"])
    return [_resolved(step, definitions) for step in found]
