"""The expression language: a small closed part of Python's expression grammar, checked and typed before it runs.

Allowed are names, attribute paths, literals, ``+ - * /``, comparisons, ``in`` a list of literals, ``and or not``,
``a if c else b`` and calls of registered functions. Everything else is a problem at its exact column. A checked
expression is a tree of `Node`s, each with the Python code that gives its value; names in that code are the
compiler's own, never the spec's, so a spec can reach nothing but the message, the registers and the functions.
"""

import ast
import re
import warnings
from collections.abc import Callable, Iterable, Mapping
from decimal import Decimal
from typing import Any

from gateway.mapping.functions import FUNCTIONS, Function
from gateway.mapping.grammar import (
    ARITHMETIC,
    COMPARISON,
    FORBIDDEN_OPERATORS,
    FORBIDDEN_WORDS,
    MAXIMUM_DEPTH,
    MAXIMUM_LENGTH,
    MAXIMUM_LITERAL,
    PLAIN_NUMBER,
)
from gateway.mapping.nodes import Binding, ExpressionProblem, Node, Scope
from gateway.mapping.types import (
    BOOLEAN,
    DATE,
    INTEGER,
    NOTHING,
    NUMBER,
    TEXT,
    Type,
    common,
    fits,
    type_of_field,
)
from gateway.messages.describe import fields_of
from gateway.specification import did_you_mean


def check(text: str, scope: Scope, specials: Mapping[str, Any]) -> Node:
    """The checked expression. Raises ExpressionProblem for the first thing that is wrong in it."""
    if len(text) > MAXIMUM_LENGTH:
        raise ExpressionProblem(f"the expression is longer than {MAXIMUM_LENGTH} characters", 0)
    lead = len(text) - len(text.lstrip())
    plain = " " * lead + re.sub(r"[\r\n\t\f\v]", " ", text[lead:])
    if not plain.strip():
        raise ExpressionProblem("the expression is empty", 0, "write '' for a blank")
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            tree = ast.parse(plain[lead:], mode="eval").body
    except SyntaxError as error:
        offset = lead + max((error.offset or 1) - 1, 0)
        raise ExpressionProblem(f"not an expression: {error.msg}", min(offset, len(plain) - 1)) from None
    except (ValueError, MemoryError, RecursionError):
        raise ExpressionProblem("not an expression: too deeply nested or with a forbidden character", 0) from None
    return Checker(plain, lead, scope, specials).node(tree)


class Checker:
    """Checks one expression. Special functions use its methods to check their own arguments."""

    def __init__(self, text: str, lead: int, scope: Scope, specials: Mapping[str, Any]) -> None:
        self.scope = scope
        self._text = text
        self._lead = lead
        self._bytes = text[lead:].encode("utf-8", "surrogatepass")
        self._specials = specials
        self._depth = 0

    def node(self, tree: ast.expr) -> Node:
        """The checked node of a syntax tree."""
        self._depth += 1
        if self._depth > MAXIMUM_DEPTH:
            raise self.problem(
                tree, f"the expression is nested deeper than {MAXIMUM_DEPTH} levels", "divide it with let"
            )
        handler = self._HANDLERS.get(type(tree))
        if handler is None:
            raise self.problem(tree, f"{FORBIDDEN_WORDS.get(type(tree), 'this construct')} cannot be used in a mapping")
        node = handler(self, tree)
        self._depth -= 1
        return node

    def problem(self, tree: ast.AST, message: str, hint: str = "") -> ExpressionProblem:
        """A problem at the start of a sub-expression, to be raised."""
        return ExpressionProblem(message, self.offset(tree), hint)

    def offset(self, tree: ast.AST) -> int:
        """Where a sub-expression starts, as a 0-based character."""
        return self._lead + self._characters(getattr(tree, "col_offset", 0))

    def made(
        self, tree: ast.expr, kind: str, result: Type, code: str, *children: Node, may_fail: bool = False, **rest: Any
    ) -> Node:
        """A node for a syntax tree."""
        start, end = self._characters(tree.col_offset), self._characters(tree.end_col_offset or 0)
        names = frozenset[str]().union(*(child.names for child in children), rest.pop("names", ()))
        return Node(
            kind=kind,
            type=result,
            code=code,
            text=self._text[self._lead + start : self._lead + end],
            offset=self._lead + start,
            children=children,
            names=names,
            may_fail=may_fail or any(child.may_fail for child in children),
            **rest,
        )

    def given(self, tree: ast.expr, wanted: Type, what: str) -> Node:
        """A checked argument of a wanted type; it may be missing."""
        return self.fitting(tree, self.node(tree), (wanted,), what)

    def fitting(self, tree: ast.expr, node: Node, wanted: tuple[Type, ...], what: str) -> Node:
        """The node itself, or made a date of a datetime. Fails when its type is none of the wanted ones."""
        if any(fits(node.type, kind) for kind in wanted):
            return node
        if node.type.name == "datetime" and DATE in wanted:
            day = f"f_day({node.code})"
            return self.made(tree, node.kind, DATE.may_be_missing(node.type.optional), day, node, path=node.path)
        kinds = " or ".join(str(kind) for kind in wanted)
        hint = "use text(…)" if TEXT in wanted and (node.type.is_number or node.type.is_day) else ""
        raise self.problem(
            tree,
            f"{what} is to be {kinds}, not {node.type}",
            hint or ("use number(…)" if NUMBER in wanted and node.type.name == "text" else ""),
        )

    def present(self, tree: ast.expr, node: Node) -> Node:
        """The node itself. Fails when its value may be missing."""
        if node.type.optional:
            raise self.problem(tree, f"'{node.text}' may be missing", "use default(value, fallback)")
        return node

    def literal_text(self, tree: ast.expr, what: str) -> str:
        """A text literal. Fails for anything else."""
        if not isinstance(tree, ast.Constant) or not isinstance(tree.value, str):
            raise self.problem(tree, f"{what} is to be written as a text in quotes")
        return tree.value

    def _characters(self, byte_offset: int) -> int:
        return len(self._bytes[:byte_offset].decode("utf-8", "ignore"))

    def _constant(self, tree: ast.Constant) -> Node:
        value = tree.value
        if value is None:
            return self.made(tree, "literal", NOTHING, "None")
        if isinstance(value, bool):
            return self.made(tree, "literal", BOOLEAN, repr(value), constant=value)
        if isinstance(value, str):
            if len(value) > MAXIMUM_LITERAL:
                raise self.problem(tree, f"the text is longer than {MAXIMUM_LITERAL} characters")
            return self.made(tree, "literal", TEXT, self.scope.constant(value), constant=value)
        if isinstance(value, int | float):
            start, end = self._characters(tree.col_offset), self._characters(tree.end_col_offset or 0)
            written = self._text[self._lead + start : self._lead + end]
            if not PLAIN_NUMBER.fullmatch(written):
                raise self.problem(tree, f"'{written[:40]}' is not a plain number of at most 18 digits and 10 decimals")
            if isinstance(value, int):
                return self.made(tree, "literal", INTEGER, str(value), constant=value)
            return self.made(tree, "literal", NUMBER, self.scope.constant(Decimal(written)), constant=Decimal(written))
        raise self.problem(tree, "only texts, numbers, True, False and None can be written in a mapping")

    def _name(self, tree: ast.Name) -> Node:
        name = tree.id
        binding = self.scope.names.get(name)
        if binding:
            return self.made(tree, "path", binding.type, binding.code, path=name, names={name})
        if name in self.scope.namespaces:
            raise self.problem(tree, f"'{name}' needs a field: {_listed(self.scope.namespaces[name], name)}")
        if name in self.scope.elsewhere:
            raise self.problem(tree, self.scope.elsewhere[name])
        if name in FUNCTIONS or name in self._specials:
            raise self.problem(tree, f"'{name}' is a function", f"write {name}(…)")
        known = [*self.scope.names, *self.scope.namespaces]
        hint = did_you_mean(name, known) or f"to write the text itself, use quotes: '{name}'"
        raise self.problem(tree, f"unknown name '{name}'", hint)

    def _attribute(self, tree: ast.Attribute) -> Node:
        if isinstance(tree.value, ast.Name) and tree.value.id in self.scope.namespaces:
            return self._namespace_field(tree, tree.value.id)
        base = self.node(tree.value)
        if base.type.part is None:
            hint = "write the field of one item: for_each, or first(…)" if base.type.item else ""
            raise self.problem(tree, f"'{base.text}' is {_article(base.type)} and has no field '{tree.attr}'", hint)
        fields = fields_of(base.type.part)
        if tree.attr not in fields:
            message = f"{base.type} has no field '{tree.attr}'"
            raise self._problem_at_attribute(tree, message, did_you_mean(tree.attr, fields))
        kind = type_of_field(fields[tree.attr])
        path = f"{base.path}.{tree.attr}" if base.path else ""
        if base.type.optional:
            held = self.scope.temporary()
            code = f"(None if ({held} := {base.code}) is None else {held}.{tree.attr})"
            return self.made(tree, "path", kind.may_be_missing(), code, base, path=path)
        return self.made(tree, "path", kind, f"{base.code}.{tree.attr}", base, path=path)

    def _namespace_field(self, tree: ast.Attribute, space: str) -> Node:
        bindings = self.scope.namespaces[space]
        if tree.attr not in bindings:
            what = "the route has no value" if space == "route" else f"'{space}' has no field"
            raise self._problem_at_attribute(tree, f"{what} '{tree.attr}'", did_you_mean(tree.attr, bindings))
        binding = bindings[tree.attr]
        return self.made(tree, "path", binding.type, binding.code, path=f"{space}.{tree.attr}")

    def _problem_at_attribute(self, tree: ast.Attribute, message: str, hint: str) -> ExpressionProblem:
        end = self._characters(tree.end_col_offset or 0)
        return ExpressionProblem(message, self._lead + end - len(tree.attr), hint)

    def _arithmetic(self, tree: ast.BinOp) -> Node:
        sign = ARITHMETIC.get(type(tree.op))
        if sign is None:
            raise self.problem(
                tree, f"the operator '{FORBIDDEN_OPERATORS.get(type(tree.op), '?')}' cannot be used in a mapping"
            )
        left, right = self.node(tree.left), self.node(tree.right)
        if left.type.name == right.type.name == "text" and sign == "+":
            self.present(tree.left, left), self.present(tree.right, right)
            return self.made(tree, "operation", TEXT, f"f_joined({left.code}, {right.code})", left, right)
        if not (left.type.is_number and right.type.is_number):
            both = "two numbers or two texts" if sign == "+" else "two numbers"
            hint = "use text(…)" if sign == "+" and "text" in (left.type.name, right.type.name) else ""
            raise self.problem(tree, f"'{sign}' needs {both}, not {left.type} and {right.type}", hint)
        self.present(tree.left, left), self.present(tree.right, right)
        if sign == "/":
            return self.made(
                tree, "operation", NUMBER, f"f_quotient({left.code}, {right.code})", left, right, may_fail=True
            )
        if left.type.name == right.type.name == "integer":
            code = f"f_product({left.code}, {right.code})" if sign == "*" else f"({left.code} {sign} {right.code})"
            return self.made(tree, "operation", INTEGER, code, left, right, may_fail=True)
        code = f"({left.code} {sign} {right.code})"
        return self.made(tree, "operation", NUMBER, code, left, right, may_fail=True)

    def _unary(self, tree: ast.UnaryOp) -> Node:
        inner = self.node(tree.operand)
        if isinstance(tree.op, ast.Not):
            self._boolean(tree.operand, inner, "'not'")
            return self.made(tree, "operation", BOOLEAN, f"(not {inner.code})", inner)
        if isinstance(tree.op, ast.Invert):
            raise self.problem(tree, "the operator '~' cannot be used in a mapping")
        if not inner.type.is_number:
            raise self.problem(tree, f"a sign needs a number, not {inner.type}")
        self.present(tree.operand, inner)
        sign = "-" if isinstance(tree.op, ast.USub) else "+"
        return self.made(tree, "operation", inner.type, f"({sign}{inner.code})", inner)

    def _logic(self, tree: ast.BoolOp) -> Node:
        word = "and" if isinstance(tree.op, ast.And) else "or"
        nodes = [self._boolean(value, self.node(value), f"'{word}'") for value in tree.values]
        code = f" {word} ".join(node.code for node in nodes)
        return self.made(tree, "operation", BOOLEAN, f"({code})", *nodes)

    def _boolean(self, tree: ast.expr, node: Node, what: str) -> Node:
        if node.type.name != "boolean":
            hint = "compare it, or use filled(…)"
            raise self.problem(tree, f"{what} needs a condition, not {node.type}", hint)
        return self.present(tree, node)

    def _comparison(self, tree: ast.Compare) -> Node:
        if len(tree.ops) > 1:
            raise self.problem(tree, "compare two values at a time", "join the comparisons with and")
        operator, other = tree.ops[0], tree.comparators[0]
        if isinstance(operator, ast.In | ast.NotIn):
            return self._membership(tree, other, negated=isinstance(operator, ast.NotIn))
        sign = COMPARISON.get(type(operator))
        if sign is None:
            raise self.problem(tree, "'is' cannot be used in a mapping", "use == or !=")
        left, right = self.node(tree.left), self.node(other)
        shared = common(left.type, right.type)
        if shared is None or (shared.name in ("part", "list") and NOTHING not in (left.type, right.type)):
            raise self.problem(tree, f"{left.type} and {right.type} cannot be compared")
        if sign not in ("==", "!="):
            if not (shared.is_number or shared.is_day or shared.name == "text"):
                raise self.problem(tree, f"'{sign}' cannot be used on {shared}")
            self.present(tree.left, left), self.present(other, right)
        return self.made(tree, "operation", BOOLEAN, f"({left.code} {sign} {right.code})", left, right)

    def _membership(self, tree: ast.Compare, other: ast.expr, *, negated: bool) -> Node:
        item = self.node(tree.left)
        word = "not in" if negated else "in"
        if not isinstance(other, ast.Tuple | ast.List | ast.Set):
            raise self.problem(other, f"'{word}' needs a list of texts or numbers", "write ('A', 'B')")
        choices = [self.node(choice) for choice in other.elts]
        for choice, literal in zip(other.elts, choices, strict=True):
            if literal.kind != "literal" or literal.constant is None:
                raise self.problem(choice, f"'{word}' needs a list of texts or numbers", "write ('A', 'B')")
            if common(item.type, literal.type) is None:
                raise self.problem(choice, f"{item.type} and {literal.type} cannot be compared")
        chosen = self.scope.constant(frozenset(literal.constant for literal in choices))
        return self.made(tree, "operation", BOOLEAN, f"({item.code} {word} {chosen})", item)

    def _conditional(self, tree: ast.IfExp) -> Node:
        test = self._boolean(tree.test, self.node(tree.test), "'if'")
        yes, no = self.node(tree.body), self.node(tree.orelse)
        shared = common(yes.type, no.type)
        if shared is None:
            raise self.problem(tree, f"both sides of 'else' must be of one type, not {yes.type} and {no.type}")
        code = f"({yes.code} if {test.code} else {no.code})"
        return self.made(tree, "conditional", shared, code, yes, test, no)

    def _call(self, tree: ast.Call) -> Node:
        if not isinstance(tree.func, ast.Name):
            raise self.problem(tree.func, "only the functions of the mapping language can be called")
        name = tree.func.id
        special = self._specials.get(name)
        if special is not None:
            return special.build(self, tree)  # type: ignore[no-any-return]
        function = FUNCTIONS.get(name)
        if function is None:
            known = [*FUNCTIONS, *self._specials]
            raise self.problem(tree.func, f"unknown function '{name}'", did_you_mean(name, known))
        arguments = self.arguments(tree, [key for key, _ in function.parameters], function.required, function.signature)
        nodes = [
            self.fitting(arguments[key], self.node(arguments[key]), kinds, f"'{key}' of {name}")
            for key, kinds in function.parameters
            if key in arguments
        ]
        return self._called(tree, function, nodes)

    def _called(self, tree: ast.Call, function: Function, nodes: list[Node]) -> Node:
        guards, codes = [], []
        for node in nodes:
            if node.type.optional:
                held = self.scope.temporary()
                guards.append(f"({held} := {node.code}) is None")
                codes.append(held)
            else:
                codes.append(node.code)
        code = f"f_{function.name}({', '.join(codes)})"
        if guards:
            code = f"(None if {' or '.join(guards)} else {code})"
        result = function.result.may_be_missing(bool(guards))
        return self.made(tree, "call", result, code, *nodes, may_fail=function.may_fail)

    def arguments(
        self, tree: ast.Call, names: list[str], required: int, signature: str, keywords: Iterable[str] = ()
    ) -> dict[str, ast.expr]:
        """The arguments of a call by parameter name. Fails when one is unknown, missing, or given twice."""
        given: dict[str, ast.expr] = {}
        for index, argument in enumerate(tree.args):
            if isinstance(argument, ast.Starred):
                raise self.problem(argument, "'*' cannot be used in a mapping")
            if index >= len(names):
                raise self.problem(argument, f"too many arguments: {signature}")
            given[names[index]] = argument
        known = [*names, *keywords]
        for keyword in tree.keywords:
            if keyword.arg is None or keyword.arg not in known:
                shown = keyword.arg or "**"
                raise self.problem(keyword, f"unknown argument '{shown}': {signature}", did_you_mean(shown, known))
            if keyword.arg in given:
                raise self.problem(keyword, f"argument '{keyword.arg}' is given twice")
            given[keyword.arg] = keyword.value
        for name in names[:required]:
            if name not in given:
                raise self.problem(tree, f"argument '{name}' is missing: {signature}")
        return given

    _HANDLERS: dict[type[ast.expr], Callable[..., Node]] = {
        ast.Constant: _constant,
        ast.Name: _name,
        ast.Attribute: _attribute,
        ast.BinOp: _arithmetic,
        ast.UnaryOp: _unary,
        ast.BoolOp: _logic,
        ast.Compare: _comparison,
        ast.IfExp: _conditional,
        ast.Call: _call,
    }


def _listed(bindings: Mapping[str, Binding], space: str) -> str:
    return ", ".join(f"{space}.{name}" for name in bindings) or "the route has no values"


def _article(kind: Type) -> str:
    return "a list" if kind.item is not None else f"of the type {kind}"
