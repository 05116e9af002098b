"""Names that rooms register, such as kinds of containers: known once every app is ready."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from rest_framework import serializers


@dataclass(frozen=True, slots=True)
class OneOf:
    """Annotates a string of an answer as one of the registered names: `Annotated[str, OneOf(names)]`."""

    names: Callable[[], Iterable[str]]

    def choices(self) -> list[str]:
        """Return what is registered by now, sorted."""
        return sorted(set(self.names()))


class NameField(serializers.ChoiceField):
    """Take one of the registered names. A serializer copies its fields whenever it is made, and asks then."""

    def __init__(self, names: Callable[[], Iterable[str]], **kwargs: Any) -> None:
        super().__init__(choices=OneOf(names).choices(), **kwargs)
