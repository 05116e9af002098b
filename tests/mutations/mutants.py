"""What can be wrong with a policy, one thing at a time: a condition turned round, a clause left out, a role
or a state more, less or another.
"""

from __future__ import annotations

import ast
import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
OPPOSITES: dict[type[ast.cmpop], type[ast.cmpop]] = {
    ast.Eq: ast.NotEq,
    ast.NotEq: ast.Eq,
    ast.Is: ast.IsNot,
    ast.IsNot: ast.Is,
    ast.In: ast.NotIn,
    ast.NotIn: ast.In,
    ast.Lt: ast.GtE,
    ast.GtE: ast.Lt,
    ast.Gt: ast.LtE,
    ast.LtE: ast.Gt,
}
# Names and members that mean more and less of the same.
RINGS = (
    ("READ", "SPEAK", "RECORD", "FACILITATE"),
    ("READ_GROUP", "SPEAK_GROUP", "RECORD_GROUP", "FACILITATE_GROUP"),
    ("MATCH_ALL", "MATCH_NONE"),
    ("FACILITATOR_ROLES", "RECORDER_ROLES"),
    ("OWNER", "VERIFIER"),
    ("can_read", "is_group_member", "can_post", "can_facilitate", "is_facilitator_or_secretary"),
    ("any", "all"),
)
NEXT = {one: other for ring in RINGS for one, other in pairwise((*ring, ring[0]))}
# The end of a grant or an office, in SQL.
TERM = re.compile(r"\((?:\w+\.)?\w+ IS NULL OR (?:\w+\.)?\w+ > %\(\w+\)s\)|\w+ <= %\(at\)s")
BRANCHES = (ast.BoolOp, ast.Compare, ast.IfExp, ast.Return, ast.UnaryOp)
MAKERS_OF_NOTHING = {"none": "all", "all": "none"}


@dataclass(frozen=True, slots=True)
class Mutant:
    """A module with one thing wrong. `name` says which, and stays the same when lines move.

    `place`: the function in which it is, after the classes around it; empty where it is read at the import.
    `branches`: whether it takes another branch: a condition or an answer turned round, or a clause left out.
    """

    path: str
    line: int
    name: str
    source: str
    place: str = ""
    branches: bool = False


@dataclass(frozen=True, slots=True)
class Spot:
    """A place in the tree: the node in a field of its parent, inside a function or class."""

    parent: ast.AST
    field: str
    index: int | None
    place: str

    def put(self, node: Any) -> None:
        if self.index is None:
            setattr(self.parent, self.field, node)
        else:
            getattr(self.parent, self.field)[self.index] = node


def names_of(path: Path) -> list[str]:
    """Return the names of all mutants of a module without writing their sources, which takes seconds."""
    return [one.name for one in mutants_of(path, write=lambda _tree: "")]


def mutants_of(path: Path, write: Callable[[ast.AST], str] = ast.unparse) -> list[Mutant]:
    """Every mutant of a module, in the order of its lines."""
    tree = ast.parse(path.read_text())
    siblings, seen, made = _siblings(tree), Counter[str](), []
    relative = str(path.relative_to(ROOT))
    for spot, node in list(_spots(tree, "")):
        for other in _others(spot, node, siblings):
            change = f"{spot.place or 'module'}: {_brief(node)} -> {_brief(other)}"
            seen[change] += 1
            name = f"{relative} {change}" + (f" ({seen[change]})" if seen[change] > 1 else "")
            spot.put(other)
            source, branches = write(tree), isinstance(node, BRANCHES) or _negates(node, other)
            made.append(Mutant(relative, getattr(node, "lineno", 0), name, source, spot.place, branches))
            spot.put(node)
    return made


def as_a_mutant_is_written(path: Path) -> str:
    """A module with nothing wrong, line by line like its mutants."""
    return ast.unparse(ast.parse(path.read_text()))


def _negates(node: ast.AST, other: ast.AST) -> bool:
    return isinstance(other, ast.UnaryOp) and other.operand is node


def _brief(node: ast.AST) -> str:
    text = " ".join(ast.unparse(node).split())
    return text if len(text) <= 90 else f"{text[:60]} … {text[-28:]}"


def _siblings(tree: ast.AST) -> dict[str, list[str]]:
    """The members of each class of constants that a module names."""
    found: dict[str, set[str]] = defaultdict(set)
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.attr.isupper():
            found[node.value.id].add(node.attr)
    return {name: sorted(members) for name, members in found.items()}


# ---- where something can be wrong --------------------------------------------------------------------------


def _spots(node: ast.AST, place: str) -> Iterator[tuple[Spot, ast.AST]]:
    for field, value in ast.iter_fields(node):
        if field in (
            "annotation",
            "returns",
            "decorator_list",
            "bases",
            "args",
            "targets",
        ) and not isinstance(node, ast.Call):
            continue
        several = isinstance(value, list)
        for index, child in enumerate(value if several else [value]):
            if isinstance(child, ast.AST) and not _is_beside_the_point(child):
                spot = Spot(node, field, index if several else None, place)
                yield spot, child
                named = isinstance(child, ast.FunctionDef | ast.ClassDef)
                yield from _spots(child, f"{place}.{child.name}".lstrip(".") if named else place)  # type: ignore[attr-defined]


def _is_beside_the_point(node: ast.AST) -> bool:
    """Imports, docstrings, names of constants, what is said of a refusal."""
    if isinstance(node, ast.Import | ast.ImportFrom | ast.expr_context | ast.Raise):
        return True
    if isinstance(node, ast.ClassDef):
        return any("Enum" in ast.unparse(base) for base in node.bases)
    if isinstance(node, ast.Assign):
        return any(isinstance(one, ast.Name) and one.id == "__all__" for one in node.targets)
    return isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)


# ---- what can be wrong there -------------------------------------------------------------------------------


def _others(spot: Spot, node: ast.AST, siblings: dict[str, list[str]]) -> Iterator[ast.AST]:
    if isinstance(spot.parent, ast.Dict) and spot.field == "keys":
        return
    if _is_condition(spot) and not isinstance(node, ast.Compare | ast.UnaryOp | ast.Constant):
        yield ast.UnaryOp(ast.Not(), node)  # type: ignore[arg-type]
    if isinstance(spot.parent, ast.comprehension) and spot.field == "ifs":
        yield ast.Constant(True)
    if isinstance(node, ast.Return):
        yield from _returns(spot, node)
    for kind, make in RULES.items():
        if isinstance(node, kind):
            yield from make(node)
    if isinstance(node, ast.Attribute):
        yield from _members(node, siblings)
    if _is_a_choice(spot, node):
        yield from _fewer(node)  # type: ignore[arg-type]


def _is_a_choice(spot: Spot, node: ast.AST) -> bool:
    """Whether it says which of several: a set, what a module or class names, what `in` looks through."""
    if isinstance(node, ast.Set):
        return True
    if isinstance(spot.parent, ast.Compare):
        return isinstance(node, ast.Tuple | ast.List)
    named = not spot.place or (spot.place[:1].isupper() and "." not in spot.place)
    beside = isinstance(spot.parent, ast.Subscript | ast.Assign) and spot.field != "value"
    return isinstance(node, ast.Tuple | ast.List | ast.Dict) and named and not beside


def _is_condition(spot: Spot) -> bool:
    if isinstance(spot.parent, ast.comprehension):
        return spot.field == "ifs"
    return isinstance(spot.parent, ast.If | ast.IfExp) and spot.field == "test"


def _returns(spot: Spot, node: ast.Return) -> Iterator[ast.AST]:
    """Yes or no in the place of the answer to such a question, and the other in the place of either."""
    if isinstance(node.value, ast.Constant):
        if isinstance(node.value.value, bool):
            yield ast.Return(ast.Constant(not node.value.value))
    elif isinstance(spot.parent, ast.FunctionDef) and _unparsed(spot.parent.returns) == "bool":
        yield ast.Return(ast.Constant(True))
        yield ast.Return(ast.Constant(False))


def _unparsed(node: ast.AST | None) -> str:
    return "" if node is None else ast.unparse(node)


def _bool_op(node: ast.BoolOp) -> Iterator[ast.AST]:
    yield ast.BoolOp(ast.Or() if isinstance(node.op, ast.And) else ast.And(), node.values)
    for nth in range(len(node.values)):
        rest = [*node.values[:nth], *node.values[nth + 1 :]]
        yield rest[0] if len(rest) == 1 else ast.BoolOp(node.op, rest)


def _compare(node: ast.Compare) -> Iterator[ast.AST]:
    if len(node.ops) == 1:
        yield ast.Compare(node.left, [OPPOSITES[type(node.ops[0])]()], node.comparators)


def _unary(node: ast.UnaryOp) -> Iterator[ast.AST]:
    if isinstance(node.op, ast.Not | ast.Invert):
        yield node.operand


def _binary(node: ast.BinOp) -> Iterator[ast.AST]:
    if _unparsed(node.right) == "None":  # a type
        return
    if isinstance(node.op, ast.BitOr | ast.BitAnd):
        other: ast.operator = ast.BitAnd() if isinstance(node.op, ast.BitOr) else ast.BitOr()
        yield ast.BinOp(node.left, other, node.right)
        yield node.right
    if isinstance(node.op, ast.BitOr | ast.BitAnd | ast.Sub):
        yield node.left


def _if_else(node: ast.IfExp) -> Iterator[ast.AST]:
    yield ast.IfExp(node.test, node.orelse, node.body)


def _call(node: ast.Call) -> Iterator[ast.AST]:
    method = node.func
    if not isinstance(method, ast.Attribute):
        return
    if method.attr in MAKERS_OF_NOTHING and not node.args and not node.keywords:
        yield ast.Call(ast.Attribute(method.value, MAKERS_OF_NOTHING[method.attr], ast.Load()), [], [])
    if method.attr == "filter":
        yield ast.Call(ast.Attribute(method.value, "all", ast.Load()), [], [])
        for nth in range(len(node.keywords) if len(node.keywords) + len(node.args) > 1 else 0):
            yield ast.Call(method, node.args, [*node.keywords[:nth], *node.keywords[nth + 1 :]])
        for nth in range(len(node.args) if len(node.keywords) + len(node.args) > 1 else 0):
            yield ast.Call(method, [*node.args[:nth], *node.args[nth + 1 :]], node.keywords)


def _name(node: ast.Name) -> Iterator[ast.AST]:
    if isinstance(node.ctx, ast.Load) and node.id in NEXT:
        yield ast.Name(NEXT[node.id], ast.Load())


def _text(node: ast.Constant) -> Iterator[ast.AST]:
    if isinstance(node.value, str):
        for found in TERM.finditer(node.value):
            yield ast.Constant(f"{node.value[: found.start()]}TRUE{node.value[found.end() :]}")


def _members(node: ast.Attribute, siblings: dict[str, list[str]]) -> Iterator[ast.AST]:
    if not isinstance(node.value, ast.Name):
        return
    known = siblings.get(node.value.id, [])
    if node.attr in known and len(known) > 1:
        other = known[(known.index(node.attr) + 1) % len(known)]
        yield ast.Attribute(node.value, other, ast.Load())
    if node.value.id == "ThreadAccess" and node.attr in NEXT:
        yield ast.Attribute(node.value, NEXT[node.attr], ast.Load())


def _fewer(node: ast.Set | ast.Tuple | ast.List | ast.Dict) -> Iterator[ast.AST]:
    """Each with one element less; what would be left empty is left out."""
    count = len(node.keys if isinstance(node, ast.Dict) else node.elts)
    for nth in range(count if count > 1 else 0):
        if isinstance(node, ast.Dict):
            yield ast.Dict(_without(node.keys, nth), _without(node.values, nth))
        else:
            yield type(node)(_without(node.elts, nth), *([] if isinstance(node, ast.Set) else [ast.Load()]))


def _without(items: Sequence[Any], nth: int) -> list[Any]:
    return [*items[:nth], *items[nth + 1 :]]


RULES: dict[type[ast.AST], Any] = {
    ast.BoolOp: _bool_op,
    ast.Compare: _compare,
    ast.UnaryOp: _unary,
    ast.BinOp: _binary,
    ast.IfExp: _if_else,
    ast.Call: _call,
    ast.Name: _name,
    ast.Constant: _text,
}
