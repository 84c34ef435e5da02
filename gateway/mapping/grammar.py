"""What the expression language takes from Python's grammar, and what it calls the rest when it refuses it."""

import ast
import re

MAXIMUM_LENGTH = 2000
MAXIMUM_DEPTH = 40
MAXIMUM_LITERAL = 1000

PLAIN_NUMBER = re.compile(r"\d{1,18}(\.\d{1,10})?", re.ASCII)
ARITHMETIC = {ast.Add: "+", ast.Sub: "-", ast.Mult: "*", ast.Div: "/"}
COMPARISON = {ast.Eq: "==", ast.NotEq: "!=", ast.Lt: "<", ast.LtE: "<=", ast.Gt: ">", ast.GtE: ">="}

FORBIDDEN_OPERATORS: dict[type[ast.operator], str] = {
    ast.Pow: "**",
    ast.Mod: "%",
    ast.FloorDiv: "//",
    ast.MatMult: "@",
    ast.LShift: "<<",
    ast.RShift: ">>",
    ast.BitAnd: "&",
    ast.BitOr: "|",
    ast.BitXor: "^",
}

FORBIDDEN_WORDS: dict[type[ast.expr], str] = {
    ast.Subscript: "an index in brackets",
    ast.Lambda: "a lambda",
    ast.ListComp: "a comprehension",
    ast.SetComp: "a comprehension",
    ast.DictComp: "a comprehension",
    ast.GeneratorExp: "a comprehension",
    ast.JoinedStr: "an f-string",
    ast.NamedExpr: "an assignment",
    ast.Dict: "a dictionary",
    ast.List: "a list outside 'in'",
    ast.Tuple: "a list outside 'in'",
    ast.Set: "a set outside 'in'",
    ast.Await: "await",
    ast.Yield: "yield",
}
