"""Services are the only writers. Each says which actions of the policies it performs."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from functools import wraps
from typing import Any, ParamSpec, TypeVar, cast

from viche.kernel.actor import Actor
from viche.kernel.errors import Forbidden
from viche.kernel.events.unit import unit

P = ParamSpec("P")
R = TypeVar("R")


class Reason(StrEnum):
    """Why a service needs no action of a policy. Everything else must name one."""

    SELF = "self"  # a person about themselves
    SYSTEM = "system"  # for jobs and commands alone: people are refused
    STEP = "step"  # of other services, which have asked whether it may be done


@dataclass(frozen=True, slots=True)
class Service:
    """A registered writer, for the test that nothing is without a rule."""

    name: str
    actions: tuple[StrEnum, ...]


SERVICES: dict[str, Service] = {}


def service(*actions: StrEnum, whole: bool = True) -> Callable[[Callable[P, R]], Callable[P, R]]:
    """Run the function as one unit of work, and register it under the actions that it performs.

    One that is not `whole` opens its units of work itself. One for the system raises Forbidden for everybody
    else, before anything.
    """
    if not actions:
        raise ValueError("A service names the actions it performs.")

    def decorate(function: Callable[P, R]) -> Callable[P, R]:
        name = f"{function.__module__}.{function.__qualname__}"
        SERVICES[name] = Service(name, actions)

        run = _one_unit(function) if whole else function
        return _for_the_system(run) if Reason.SYSTEM in actions else run

    return decorate


def _one_unit(function: Callable[P, R]) -> Callable[P, R]:
    @wraps(function)
    def run(*args: P.args, **kwargs: P.kwargs) -> R:
        with unit():
            return function(*args, **kwargs)

    return run


def _for_the_system(function: Callable[P, R]) -> Callable[P, R]:
    @wraps(function)
    def run(*args: P.args, **kwargs: P.kwargs) -> R:
        if not cast("Actor", kwargs["actor"]).is_system:
            raise Forbidden
        return function(*args, **kwargs)

    return run


def is_service(function: Any) -> bool:
    return f"{function.__module__}.{function.__qualname__}" in SERVICES
