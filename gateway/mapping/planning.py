"""Making the plan of a mapping spec: names, expressions and places of its records, checked one by one."""

import re
from collections.abc import Iterator
from collections.abc import Mapping as Dictionary
from dataclasses import replace
from decimal import localcontext
from typing import Any

from gateway.findings import shown
from gateway.formats.layouts.layout import Layout, Record
from gateway.mapping.expressions import check
from gateway.mapping.given import FIELD_TYPES, RUN_NAMES, SAMPLE_RUN, SPLIT_NAME, AnyRoute
from gateway.mapping.lookups import Lookups
from gateway.mapping.model import MappingSpecification, RecordSpecification, SpecificationText, Split, all_records
from gateway.mapping.nodes import Binding, ExpressionProblem, Node, Scope
from gateway.mapping.plan import END, START, Plan, RecordPlan, SplitPlan, closing
from gateway.mapping.runtime import CONTEXT, FAULTS, environment
from gateway.mapping.special import SPECIALS
from gateway.mapping.types import BOOLEAN, DATE, INTEGER, TEXT, Type, fits, part_type
from gateway.messages import FAMILIES
from gateway.registers import Registers
from gateway.specification import SpecificationProblem, did_you_mean

_RUN_VALUE = re.compile(r"\brun\.[a-z_]+")
_PLAIN_FILE_NAME = re.compile(r"[\w][\w .,()+=@~-]{0,199}")

_FOR_EACH = re.compile(r"\s*([a-z][a-z0-9_]*(?:\.[a-z][a-z0-9_]*)*)(?:\s+as\s+([a-z][a-z0-9_]*))?\s*")


class SpecificationChecker:
    """Checks one spec whose message and layout are known; `problems` is what it finds wrong."""

    def __init__(
        self,
        specification: MappingSpecification,
        text: SpecificationText,
        layout: Layout,
        registers: Registers,
        route_values: Dictionary[str, str] | None,
    ) -> None:
        self.problems: list[SpecificationProblem] = []
        self._specification = specification
        self._text = text
        self._layout = layout
        self._family = FAMILIES[specification.message]
        self._levels = tuple(self._family.parts)
        self._constants: dict[str, Any] = {}
        self._totals: set[tuple[str, str]] = set()
        self._lets: dict[str, Node] = {}
        self._let_levels: dict[str, int] = {}
        self._records: list[RecordPlan | None] = []
        route: dict[str, Binding] = AnyRoute()
        if route_values is not None:
            route = {name: Binding(TEXT, self._hold(value)) for name, value in route_values.items()}
        self._run_names = RUN_NAMES | ({"split": SPLIT_NAME} if specification.split else {})
        self._empty = Scope(
            names={},
            namespaces={"run": self._run_names, "route": route},
            registers=registers,
            constants=self._constants,
            totals=self._totals,
        )

    def plan(self) -> Plan | None:
        """The plan, or None when something is wrong."""
        file_name = self._file_name(self._specification.file_name)
        self._check_lets()
        self._check_titles()
        for index, record in enumerate(self._specification.records):
            self._record(record, None, "records", index)
        split = self._split(self._specification.split) if self._specification.split else None
        if file_name is None or None in self._records or (split is None and self._specification.split):
            return None
        return Plan(
            specification=self._specification,
            family=self._family,
            layout=self._layout,
            levels=self._levels,
            file_name=file_name,
            lets=self._lets,
            records=tuple(record for record in self._records if record is not None),
            constants=self._constants,
            totals=frozenset(self._totals),
            split=split,
        )

    def _split(self, split: Split) -> SplitPlan | None:
        unit = self._levels[-1]
        scope, items, item_name = self._scope(len(self._levels) - 1), None, ""
        # The value that a file is for is not known before it is worked out.
        scope = replace(scope, namespaces={**scope.namespaces, "run": RUN_NAMES})
        if split.of:
            placed = self._loop(split.of, "split", "of")
            if placed is None:
                return None
            moment, _, items, item_name = placed
            if moment != unit or items is None or items.path.count(".") != 1:
                message = f"only items of a list in {unit} can be divided: '{unit}.list as item'"
                self.problems.append(self._text.problem(message, "split", "of"))
                return None
            assert items.type.item is not None  # noqa: S101 - told to the type checker: it is a list
            scope = scope.within(**{item_name: Binding(items.type.item, f"v_{item_name}")})
        node = self._expression(split.by, scope, TEXT, "split", "by")
        if node is None:
            return None
        list_name = items.path.split(".")[1] if items else ""
        return SplitPlan(
            by=node,
            text=split.by,
            unit=unit,
            most=split.most,
            items=items,
            item_name=item_name,
            list_name=list_name,
        )

    def _file_name(self, expression: str) -> Node | None:
        """The checked expression, which no file can stop and which gives a plain name in the sample run."""
        run = {name: binding for name, binding in self._run_names.items() if name != "number"}
        scope = replace(self._empty, namespaces={**self._empty.namespaces, "run": run})
        node = self._expression(expression, scope, TEXT, "file_name")
        if node is None:
            return None
        if node.may_fail:
            hint = "use texts, run, route and functions that always give a value"
            message = "the file name could fail for some files"
            self.problems.append(self._text.problem_in(expression, node.offset, message, "file_name", hint=hint))
            return None
        try:
            with localcontext(CONTEXT):
                name = eval(node.code, environment(self._constants, Lookups()), {"run": SAMPLE_RUN})  # noqa: S307
        except FAULTS:
            name = ""
        if self._specification.split and not {"run.split", "run.batch_id"} & set(_RUN_VALUE.findall(expression)):
            message = "the files of a split mapping need names of their own: use run.split or run.batch_id"
            self.problems.append(self._text.problem(message, "file_name"))
            return None
        if not _PLAIN_FILE_NAME.fullmatch(name):
            message = f"'{shown(name)}' is not a plain file name of at most 200 characters"
            self.problems.append(self._text.problem_in(expression, node.offset, message, "file_name"))
            return None
        return node

    def _hold(self, value: str) -> str:
        name = f"k{len(self._constants)}"
        self._constants[name] = value
        return name

    def _part_bindings(self, levels: tuple[str, ...]) -> dict[str, Binding]:
        return {name: Binding(part_type(self._family.parts[name]), f"p_{name}") for name in levels}

    def _check_lets(self) -> None:
        scope = self._empty.within(**self._part_bindings(self._levels))
        for name, expression in self._specification.let.items():
            if self._is_taken(name, scope, "let", name):
                continue
            node = self._expression(expression, scope, None, "let", name)
            known = node or Node(kind="broken", type=Type("nothing", True), code="None", text="", offset=0)
            if node is not None:
                self._lets[name] = node
                levels = (self._let_levels.get(used, -1) for used in node.names if used in self._let_levels)
                parts = (self._levels.index(used) for used in node.names if used in self._levels)
                self._let_levels[name] = max((*levels, *parts), default=-1)
            scope = scope.within(**{name: Binding(known.type, f"l_{name}")})

    def _is_taken(self, name: str, scope: Scope, *keys: str | int) -> bool:
        if name not in scope.names and name not in scope.namespaces:
            return False
        self.problems.append(self._text.problem(f"the name '{name}' is already used", *keys))
        return True

    def _check_titles(self) -> None:
        seen: set[str] = set()
        for keys, record in with_keys(self._specification.records, "records"):
            if record.title in seen:
                message = f"another record is named '{record.title}' already"
                self.problems.append(self._text.problem(message, *keys, hint="give it a name of its own"))
            seen.add(record.title)

    def _scope(self, level: int) -> Scope:
        """Names in a record on a part of a level; -1 is before the first part."""
        lets = {
            name: Binding(node.type, f"l_{name}")
            for name, node in self._lets.items()
            if self._let_levels[name] <= level
        }
        scope = self._empty.within(**self._part_bindings(self._levels[: level + 1]), **lets)
        moment = f"in a record for each {self._levels[level]}" if level >= 0 else "at the start of the file"
        elsewhere = {name: f"'{name}' is not known {moment}" for name in self._levels[level + 1 :]}
        elsewhere |= {
            name: f"'{name}' is about {self._levels[at]} and not known {moment}"
            for name, at in self._let_levels.items()
            if at > level
        }
        elsewhere |= {
            name: f"'{name}' has a problem of its own" for name in self._specification.let if name not in self._lets
        }
        return replace(scope, elsewhere=elsewhere)

    def _record(self, record: RecordSpecification, outer: tuple[str, Scope] | None, *keys: str | int) -> int:
        """Check a record and those within it; gives its place among all records. `outer` is the one it is within."""
        place = len(self._records)
        self._records.append(None)
        before = len(self.problems)
        target = self._layout.records.get(record.record)
        if target is None:
            hint = did_you_mean(record.record, self._layout.records)
            message = f"layout '{self._layout.name}' has no record '{record.record}'"
            self.problems.append(self._text.problem(message, *keys, "record", hint=hint))
        placed = self._placed(record, *keys) if outer is None else self._placed_within(record, *outer, *keys)
        if target is None or placed is None:
            return place
        moment, scope, items, item_name = placed
        lets = {}
        for name, expression in record.let.items():
            if self._is_taken(name, scope, *keys, "let", name):
                continue
            node = self._expression(expression, scope, None, *keys, "let", name)
            if node:
                lets[name] = node
                scope = scope.within(**{name: Binding(node.type, f"l_{name}")})
        when = self._expression(record.when, scope, BOOLEAN, *keys, "when") if record.when else None
        fields = self._fields(record, target, scope, *keys)
        inner = tuple(
            self._record(nested, (moment, scope), *keys, "then", index) for index, nested in enumerate(record.then)
        )
        if len(self.problems) > before:
            return place
        self._records[place] = RecordPlan(
            title=record.title,
            record=record.record,
            moment=moment,
            items=items,
            item_name=item_name,
            lets=lets,
            when=when,
            fields=fields,
            inner=inner,
            is_nested=outer is not None,
        )
        return place

    def _placed_within(
        self, record: RecordSpecification, moment: str, scope: Scope, *keys: str | int
    ) -> tuple[str, Scope, Node | None, str] | None:
        """The place of a record that is written after each line of another."""
        if record.at:
            self.problems.append(self._text.problem("a record within another has no 'at'", *keys, "at"))
            return None
        if not record.for_each:
            return moment, scope, None, ""
        match = _FOR_EACH.fullmatch(record.for_each)
        if match is None or "." not in match[1]:
            hint = "write 'name.list as item'"
            message = f"for_each cannot be '{record.for_each}' here"
            self.problems.append(self._text.problem(message, *keys, "for_each", hint=hint))
            return None
        return self._items(moment, scope, match, *keys, "for_each")

    def _fields(self, record: RecordSpecification, target: Record, scope: Scope, *keys: str | int) -> dict[str, Node]:
        nodes = {}
        for name, expression in record.fields.items():
            if name not in target.fields:
                hint = did_you_mean(name, target.fields)
                message = f"record '{record.record}' has no field '{name}'"
                self.problems.append(self._text.problem(message, *keys, "fields", name, hint=hint))
                continue
            node = self._expression(expression, scope, FIELD_TYPES[target.fields[name].type], *keys, "fields", name)
            if node:
                nodes[name] = node
        for name in target.required_fields:
            if name not in record.fields:
                message = f"required field '{name}' of record '{record.record}' is not filled"
                self.problems.append(self._text.problem(message, *keys, "fields"))
        return nodes

    def _placed(self, record: RecordSpecification, *keys: str | int) -> tuple[str, Scope, Node | None, str] | None:
        """(moment, scope, list, name of its items) of a record."""
        if not record.at and not record.for_each:
            self.problems.append(self._text.problem("a record has for_each, at, or both", *keys))
            return None
        if not record.at:
            return self._loop(record.for_each, *keys, "for_each")
        if record.for_each:
            return self._closed(record, *keys)
        if record.at == START:
            return START, self._scope(-1), None, ""
        return END, replace(self._scope(0), records=self._titled_fields()), None, ""

    def _closed(self, record: RecordSpecification, *keys: str | int) -> tuple[str, Scope, None, str] | None:
        """The place of a record after the last of what a part holds."""
        between = self._levels[1:-1]
        if record.at == START:
            message = "a record with for_each and 'at: start' is one with for_each alone"
            self.problems.append(self._text.problem(message, *keys, "at"))
        elif self._family.unit:
            message = f"parts of {self._family.name} may be rejected one by one: 'at: end' goes without for_each"
            self.problems.append(self._text.problem(message, *keys, "at"))
        elif record.for_each not in between:
            hint = did_you_mean(record.for_each, between)
            message = f"with 'at: end', for_each can be {', '.join(between) or 'left out only'}"
            self.problems.append(self._text.problem(message, *keys, "for_each", hint=hint))
        else:
            scope = self._scope(self._levels.index(record.for_each))
            return closing(record.for_each), replace(scope, records=self._titled_fields()), None, ""
        return None

    def _titled_fields(self) -> dict[str, dict[str, Type]]:
        """The fields that each kind of line fills, by the title of the lines."""
        return {
            other.title: {
                name: FIELD_TYPES[field.type]
                for name, field in self._layout.records[other.record].fields.items()
                if name in other.fields
            }
            for other in all_records(self._specification.records)
            if other.record in self._layout.records
        }

    def _loop(self, written: str, *keys: str | int) -> tuple[str, Scope, Node | None, str] | None:
        match = _FOR_EACH.fullmatch(written)
        if match is None:
            hint = "write a part, or 'part.list as name'"
            self.problems.append(self._text.problem(f"for_each cannot be '{written}'", *keys, hint=hint))
            return None
        path, item_name = match[1], match[2] or ""
        part = path.split(".")[0]
        if part not in self._levels:
            hint = did_you_mean(part, self._levels)
            message = f"{self._family.name} has no part '{part}'"
            self.problems.append(self._text.problem_in(written, match.start(1), message, *keys, hint=hint))
            return None
        scope = self._scope(self._levels.index(part))
        if "." not in path:
            if item_name:
                self.problems.append(self._text.problem("a part keeps its own name: leave out 'as'", *keys))
                return None
            return part, scope, None, ""
        return self._items(part, scope, match, *keys)

    def _items(
        self, moment: str, scope: Scope, match: re.Match[str], *keys: str | int
    ) -> tuple[str, Scope, Node | None, str] | None:
        """The list that a record is written for each item of, with the scope that its items and their number are in."""
        path, item_name = match[1], match[2] or ""
        items = self._expression(path, scope, None, *keys)
        if items is None:
            return None
        if items.type.item is None or not item_name:
            message = "name the items: 'path as name'" if items.type.item else f"'{path}' is not a list"
            self.problems.append(self._text.problem(message, *keys))
            return None
        counter = f"{item_name}_number"
        if self._is_taken(item_name, scope, *keys) or self._is_taken(counter, scope, *keys):
            return None
        names = {item_name: Binding(items.type.item, f"v_{item_name}"), counter: Binding(INTEGER, f"n_{item_name}")}
        return moment, scope.within(**names), items, item_name

    def _expression(self, text: str, scope: Scope, wanted: Type | None, *keys: str | int) -> Node | None:
        try:
            node = check(text, scope, SPECIALS)
            if wanted is None or fits(node.type, wanted):
                if wanted in (BOOLEAN, TEXT) and keys[-1] in ("when", "file_name") and node.type.optional:
                    raise ExpressionProblem(f"'{text}' may be missing", node.offset, "use default(value, fallback)")
                return node
            if wanted == DATE and node.type.name == "datetime":
                return replace(node, code=f"f_day({node.code})", type=DATE.may_be_missing(node.type.optional))
            hint = "use text(…)" if wanted == TEXT and (node.type.is_number or node.type.is_day) else ""
            if wanted.is_number and node.type.name == "text":
                hint = "use number(…)"
            raise ExpressionProblem(f"'{keys[-1]}' is to be {wanted}, not {node.type}", node.offset, hint)
        except ExpressionProblem as problem:
            self.problems.append(self._text.problem_in(text, problem.offset, problem.message, *keys, hint=problem.hint))
            return None


def with_keys(
    records: list[RecordSpecification], *keys: str | int
) -> Iterator[tuple[tuple[str | int, ...], RecordSpecification]]:
    """All records with the keys that they stand under, outer ones first."""
    for index, record in enumerate(records):
        yield (*keys, index), record
        yield from with_keys(record.then, *keys, index, "then")
