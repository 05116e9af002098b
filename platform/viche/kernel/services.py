"""The service decorator.

Services are the only writers; each declares the policy actions that it performs.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from functools import wraps
from typing import Any, ParamSpec, TypeVar, cast

from viche.kernel.actor import Actor
from viche.kernel.errors import Forbidden
from viche.kernel.events.unit_of_work import open_unit_of_work

P = ParamSpec("P")
R = TypeVar("R")


class Reason(StrEnum):
    """Why a service needs no policy action. All other services must name one."""

    SELF = "self"  # acts on the person's own data
    SYSTEM = "system"  # for jobs and commands only: people are refused
    STEP = "step"  # a step of other services, which have authorised it


@dataclass(frozen=True, slots=True)
class Service:
    """A registered service, for the test that each one names its actions."""

    name: str
    actions: tuple[StrEnum, ...]


SERVICES: dict[str, Service] = {}


def service(*actions: StrEnum, whole: bool = True) -> Callable[[Callable[P, R]], Callable[P, R]]:
    """Run the function as one unit of work, and register it under the actions that it performs.

    A service that is not `whole` opens its units of work itself. One for the system raises Forbidden for any
    other actor before it does anything.
    """
    if not actions:
        raise ValueError("A service names the actions it performs.")

    def decorate(function: Callable[P, R]) -> Callable[P, R]:
        name = f"{function.__module__}.{function.__qualname__}"
        SERVICES[name] = Service(name, actions)

        run = _run_in_unit(function) if whole else function
        return _require_system_actor(run) if Reason.SYSTEM in actions else run

    return decorate


def _run_in_unit(function: Callable[P, R]) -> Callable[P, R]:
    @wraps(function)
    def run(*args: P.args, **kwargs: P.kwargs) -> R:
        with open_unit_of_work():
            return function(*args, **kwargs)

    return run


def _require_system_actor(function: Callable[P, R]) -> Callable[P, R]:
    @wraps(function)
    def run(*args: P.args, **kwargs: P.kwargs) -> R:
        if not cast("Actor", kwargs["actor"]).is_system:
            raise Forbidden
        return function(*args, **kwargs)

    return run


def is_service(function: Any) -> bool:
    return f"{function.__module__}.{function.__qualname__}" in SERVICES
