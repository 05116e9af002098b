"""Services are the only writers. Each says which actions of the policies it performs."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from functools import wraps
from typing import Any, ParamSpec, TypeVar

from viche.kernel.events.unit import unit

P = ParamSpec("P")
R = TypeVar("R")


class Reason(StrEnum):
    """Why a service needs no action of a policy. Everything else must name one."""

    SELF = "self"  # a person about themselves
    SYSTEM = "system"  # only jobs and commands call it


@dataclass(frozen=True, slots=True)
class Service:
    """A registered writer, for the test that nothing is without a rule."""

    name: str
    actions: tuple[StrEnum, ...]


SERVICES: dict[str, Service] = {}


def service(*actions: StrEnum, whole: bool = True) -> Callable[[Callable[P, R]], Callable[P, R]]:
    """Run the function as one unit of work, and register it under the actions that it performs.

    One that is not `whole` opens its units of work itself.
    """
    if not actions:
        raise ValueError("A service names the actions it performs.")

    def decorate(function: Callable[P, R]) -> Callable[P, R]:
        name = f"{function.__module__}.{function.__qualname__}"
        SERVICES[name] = Service(name, actions)

        if not whole:
            return function

        @wraps(function)
        def run(*args: P.args, **kwargs: P.kwargs) -> R:
            with unit():
                return function(*args, **kwargs)

        return run

    return decorate


def is_service(function: Any) -> bool:
    return f"{function.__module__}.{function.__qualname__}" in SERVICES
