"""Fields whose choices are registered by the apps at start, such as kinds of containers."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from rest_framework import serializers

from viche.kernel.policy import list_action_names


@dataclass(frozen=True, slots=True)
class OneOf:
    """Annotates a string of a response as a registered name: `Annotated[str, OneOf(names)]`."""

    names: Callable[[], Iterable[str]]

    def choices(self) -> list[str]:
        """Return the names registered so far, sorted."""
        return sorted(set(self.names()))


class ActionOn(OneOf):
    """Annotates a string as the short name of an action on a kind: `Annotated[str, ActionOn("thread")]`."""

    def __init__(self, kind: str) -> None:
        super().__init__(lambda: list_action_names(kind))


class NameField(serializers.ChoiceField):
    """Accept one of the registered names.

    Serializers copy their fields when instantiated: the choices are read then.
    """

    def __init__(self, names: Callable[[], Iterable[str]], **kwargs: Any) -> None:
        super().__init__(choices=OneOf(names).choices(), **kwargs)
