"""Every error code of the API with its status and sentences, collected from the source code."""

from __future__ import annotations

import ast
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import pairwise
from pathlib import Path
from typing import Any, NamedTuple

from django.utils.translation import override

from viche.cli.places import ROOT
from viche.kernel.api.strict import StrictSerializer
from viche.kernel.errors import DomainError, Invalid, outcome_of
from viche.rooms import ROOMS

SOURCES = ("platform/viche", *ROOMS)
CODE = re.compile(r"[a-z][a-z_]*[a-z]")
TRANSLATED = {"_", "gettext", "gettext_lazy", "ngettext"}
# A code and its sentence stand in tuples, too; in these modules they are choices of a field.
OF_CHOICES = {"models.py", "choices.py", "states.py"}
INVALID, MALFORMED, CONFLICT = 422, 400, 409
# Functions and classes that are given a code and a sentence lead to 422, but for these.
BLOCKER = "ErasureBlocker"
STATUSES = {"_build_malformed": MALFORMED, BLOCKER: CONFLICT}
MAX_STEPS = 3  # from a name to a function to another function
NO_ERRORS = {"AccessRule"}


class ErrorCode(NamedTuple):
    """A code with its status; `in_fields`: of one of the `errors`, not of the problem as a whole."""

    in_fields: bool
    code: str
    status: int


Sentences = Mapping[ErrorCode, list[str]]
Value = ast.expr | ast.FunctionDef
Texts = dict[str, list[Value]]


def collect_error_codes() -> Sentences:
    """Return every code in the order of its name, with its sentences in English."""
    found: dict[ErrorCode, set[str]] = defaultdict(set)
    with override("en"):
        for one, sentence in (*_list_defaults(), *_list_messages_of_fields(), *_list_raised()):
            found[one].update([sentence] if sentence else [])
    return {one: sorted(found[one]) for one in sorted(found)}


def _list_subclasses(kind: type) -> Iterator[type[Any]]:
    for one in kind.__subclasses__():
        yield one
        yield from _list_subclasses(one)


def _list_error_classes() -> dict[str, type[DomainError]]:
    kinds: list[type[DomainError]] = [DomainError, *_list_subclasses(DomainError)]
    return {one.__name__: one for one in kinds}


def _get_status(kind: type[DomainError]) -> int:
    return outcome_of(kind.__new__(kind)).status


def _list_defaults() -> Iterator[tuple[ErrorCode, str]]:
    for kind in _list_error_classes().values():
        yield ErrorCode(False, kind.code, _get_status(kind)), str(kind.detail)


def _list_messages_of_fields() -> Iterator[tuple[ErrorCode, str]]:
    """List the messages of the input fields, those of the framework included."""
    for kind in _list_subclasses(StrictSerializer):
        for field in kind().fields.values():
            for code, message in field.error_messages.items():
                yield ErrorCode(True, code, INVALID), str(message)


def _list_raised() -> Iterator[tuple[ErrorCode, str]]:
    classes = _list_error_classes()
    paths = sorted(path for source in SOURCES for path in (ROOT / source).rglob("*.py"))
    trees = [(path, ast.parse(path.read_text(encoding="utf-8"))) for path in paths]
    shared = _list_named(statement for _path, tree in trees for statement in tree.body)
    for path, tree in trees:
        if "migrations" not in path.parts:
            yield from _list_raised_in(path, tree, classes, shared)


def _list_raised_in(
    path: Path, tree: ast.Module, classes: Mapping[str, type[DomainError]], shared: Texts
) -> Iterator[tuple[ErrorCode, str]]:
    constants = _list_named(tree.body)
    for statement in tree.body:
        texts = shared | constants | _list_named(ast.walk(statement))
        for node in ast.walk(statement):
            if isinstance(node, ast.Call):
                yield from _read_call(node, classes, texts)
            elif isinstance(node, ast.Tuple) and path.name not in OF_CHOICES:
                pair = _find_pair(node.elts)
                if pair is not None:
                    yield ErrorCode(True, _read_code(pair[0]), INVALID), _read_sentence(pair[1], texts)


def _read_call(
    call: ast.Call, classes: Mapping[str, type[DomainError]], texts: Texts
) -> Iterator[tuple[ErrorCode, str]]:
    name, given = _get_name(call.func), [*call.args, *(one.value for one in call.keywords)]
    if name in ("FieldError", "field") and len(given) > 2:
        found = ErrorCode(True, _read_code(given[1]), INVALID), _read_sentence(given[2], texts)
    elif name in classes and not issubclass(classes[name], Invalid):
        found = _read_error(call, classes[name], texts)
    elif (pair := _find_pair(given)) is not None and name not in NO_ERRORS:
        one = ErrorCode(name != BLOCKER, _read_code(pair[0]), STATUSES.get(name, INVALID))
        found = one, _read_sentence(pair[1], texts)
    else:
        return
    if found[0].code:
        yield found


def _read_error(call: ast.Call, kind: type[DomainError], texts: Texts) -> tuple[ErrorCode, str]:
    named = {one.arg: one.value for one in call.keywords}
    code, detail = [*call.args, None, None][:2]
    code, detail = code or named.get("code"), detail or named.get("detail")
    found = ErrorCode(False, _read_code(code) if code else kind.code, _get_status(kind))
    return found, _read_sentence(detail, texts) if detail else str(kind.detail)


def _find_pair(given: Sequence[ast.expr]) -> tuple[ast.expr, ast.expr] | None:
    """Return the first code that is followed by a translated sentence, and that sentence."""
    for code, text in pairwise(given):
        if _read_code(code) and isinstance(text, ast.Call) and _get_name(text.func) in TRANSLATED:
            return code, text
    return None


def _read_code(node: ast.expr) -> str:
    is_code = isinstance(node, ast.Constant) and CODE.fullmatch(str(node.value))
    return str(node.value) if isinstance(node, ast.Constant) and is_code else ""


def _read_sentence(node: ast.expr, texts: Texts) -> str:
    """Return the translated strings of an expression, or else of the values that its names have."""
    parts: list[Value] = [node]
    for _step in range(MAX_STEPS):
        if found := _join_strings(parts):
            return found
        names = [one for part in parts for one in ast.walk(part) if isinstance(one, ast.Name)]
        parts = [_find_value(texts[one.id], one.lineno) for one in names if one.id in texts]
    return ""


def _find_value(values: Sequence[Value], line: int) -> Value:
    """Return the last value before a line, or the last of all."""
    return next((one for one in reversed(values) if one.lineno < line), values[-1])


def _join_strings(nodes: Iterable[ast.AST]) -> str:
    return " ".join(
        str(call.args[0].value)
        for node in nodes
        for call in ast.walk(node)
        if isinstance(call, ast.Call) and _get_name(call.func) in TRANSLATED and call.args
        if isinstance(call.args[0], ast.Constant)
    )


def _list_named(nodes: Iterable[ast.AST]) -> dict[str, list[Value]]:
    """Return functions, and the values of variables, by their names."""
    found: dict[str, list[Value]] = defaultdict(list)
    for node in nodes:
        if isinstance(node, ast.FunctionDef):
            found[node.name].append(node)
        elif isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name):
            found[node.targets[0].id].append(node.value)
    return {name: sorted(values, key=lambda one: one.lineno) for name, values in found.items()}


def _get_name(node: ast.expr) -> str:
    return str(getattr(node, "id", None) or getattr(node, "attr", ""))
