"""What stands beneath the tests: built once for many of them, each layer in a transaction around theirs."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import pytest
from django.db import connection, transaction

from tests.copying import Original

Below = Mapping[str, Any]  # the layers underneath, by name


@dataclass(frozen=True, slots=True)
class Layer:
    """How a layer is built, and the name of the one it stands on (none: on the empty database)."""

    build: Callable[[Below], Any]
    on: str


LAYERS: dict[str, Layer] = {}


def stands(*, on: str = "") -> Callable[[Callable[[Below], Any]], Any]:
    """A fixture that is built once for all tests in a row that ask for it.

    Every test gets a copy of its own, and what it writes is undone. Tests that commit get one built for them.
    """

    def decorate(build: Callable[[Below], Any]) -> Any:
        name = build.__name__
        assert name not in LAYERS, f"two layers are called {name}"
        LAYERS[name] = Layer(build, on)

        def given(db: None, standing: Below, request: pytest.FixtureRequest) -> Any:
            if name in standing:
                return standing[name]
            return build({one: request.getfixturevalue(one) for one in up_to(on)})

        given.__doc__ = build.__doc__
        return pytest.fixture(name=name)(given)

    return decorate


def up_to(name: str) -> list[str]:
    """The layers from the ground to this one."""
    return [*up_to(LAYERS[name].on), name] if name else []


def highest(names: Sequence[str]) -> str:
    """The one of these fixtures that stands on all the others."""
    return max((name for name in names if name in LAYERS), key=lambda name: len(up_to(name)), default="")


@dataclass
class Ground:
    """What stands now, from the bottom up."""

    _base: dict[str, Any] = field(default_factory=dict)  # layers that are in the database for good
    _atomics: list[transaction.Atomic] = field(default_factory=list)
    _built: dict[str, Any] = field(default_factory=dict)
    _original: Original | None = None  # of all layers in one, since they share objects

    def bring(self, names: Sequence[str]) -> dict[str, Any]:
        """Let just these layers stand; returns copies of what they are."""
        # Who stands too long between two tests has lost the connection.
        if self._built and not connection.is_usable():
            self.clear()
        wanted = [name for name in names if name not in self._base]
        if self._original is None or list(self._built) != wanted:
            self._build(wanted)
            self._original = Original(self._base | self._built)
        copies: dict[str, Any] = self._original.copy()
        return copies

    def _build(self, names: Sequence[str]) -> None:
        while list(self._built) != list(names[: len(self._built)]):
            self._take_down()
        for name in names[len(self._built) :]:
            atomic = transaction.atomic()
            atomic.__enter__()
            self._atomics.append(atomic)
            self._built[name] = LAYERS[name].build(self._base | self._built)

    def clear(self) -> None:
        while self._built:
            self._take_down()

    def _take_down(self) -> None:
        self._original = None
        self._built.popitem()
        transaction.set_rollback(True)
        self._atomics.pop().__exit__(None, None, None)
