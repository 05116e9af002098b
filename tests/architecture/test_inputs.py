"""What the API takes is read strictly: no field of an input takes one thing for another."""

from __future__ import annotations

import ast
import contextlib
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from rest_framework import serializers

from tests.architecture.test_default_deny import endpoints
from viche.kernel.api import Confirmed, Instant, StrictSerializer, StrictUuid

Field = serializers.Field[Any, Any, Any, Any]
# The framework reads 5, bare digits and urn:uuid: as an id, and a moment without an offset as in UTC.
STRICT: dict[type[Field], type[Field]] = {
    serializers.UUIDField: StrictUuid,
    serializers.DateTimeField: Instant,
}


def inputs(kind: type[StrictSerializer] = StrictSerializer) -> Iterator[type[StrictSerializer]]:
    """Every input of the product: those of the addresses are there once these are."""
    assert endpoints()
    for one in kind.__subclasses__():
        yield one
        yield from inputs(one)


def fields_of(kind: type[StrictSerializer]) -> Iterator[tuple[str, Field]]:
    for name, field in kind().fields.items():
        inside: Field | None = field
        while inside is not None:
            yield name, inside
            inside = getattr(inside, "child", None)


# Of days and times, one that is right in other digits than 0 to 9.
ARABIC = {
    serializers.DateField: "٢٠٢٦-12-01",
    serializers.DateTimeField: "٢٠٢٦-12-01T09:00:00+02:00",
    serializers.TimeField: "٠٩:00",
}


def test_days_and_times_are_written_with_the_digits_0_to_9() -> None:
    taken = []
    for kind in inputs():
        for name, field in fields_of(kind):
            for plain, written in ARABIC.items():
                if isinstance(field, plain):
                    with contextlib.suppress(serializers.ValidationError):
                        field.to_internal_value(written)
                        taken.append(f"{kind.__module__}.{kind.__qualname__}.{name}")
    assert taken == []


def test_ids_and_moments_are_taken_as_we_write_them_alone() -> None:
    loose = {
        f"{kind.__module__}.{kind.__qualname__}.{name}: {type(field).__name__}, not {strict.__name__}"
        for kind in inputs()
        for name, field in fields_of(kind)
        for plain, strict in STRICT.items()
        if isinstance(field, plain) and not isinstance(field, strict)
    }
    assert loose == set()


PARSED = re.compile(r"self\.parse\((?:\w+\.)?(\w+)\)")


def test_an_endpoint_parses_what_is_confirmed_before_it_passes_its_actor() -> None:
    """Arguments are evaluated in their order, and `parse` puts the confirmed kinds on the actor."""
    confirming = {kind.__name__ for kind in inputs() if isinstance(kind().fields.get("confirmed"), Confirmed)}
    assert confirming
    files = {Path(str(sys.modules[cls.__module__].__file__)) for _address, cls in endpoints()}
    late = [
        f"{file}:{call.lineno}"
        for file in files
        for call in ast.walk(ast.parse(file.read_text()))
        if isinstance(call, ast.Call)
        and "self.actor" in ast.unparse(call)
        and confirming.intersection(PARSED.findall(ast.unparse(call)))
    ]
    assert late == []
