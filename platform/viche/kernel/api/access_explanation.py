"""The endpoint that explains why the reader may see an object, for objects without a list of readers."""

from __future__ import annotations

from collections.abc import Callable
from enum import StrEnum
from typing import Any, ClassVar, TypedDict
from uuid import UUID

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from viche.kernel.api.answers import answer, read_snapshot
from viche.kernel.api.endpoint import Endpoint, Nothing
from viche.kernel.api.shapes import list_of
from viche.kernel.policy import AccessRule, Policy, load
from viche.kernel.text import Text, render_bilingual


class WayOut(TypedDict):
    """One rule by which the reader sees an object; `everybody` is for all signed-in people."""

    kind: str
    words: Text


class WhySeen(Endpoint):
    """Why the reader may see an object, by the `ways` of its policy."""

    asks = Nothing
    policy: ClassVar[Policy[Any]]

    @extend_schema(responses=list_of(WayOut))
    def get(self, request: Request, **named: UUID) -> Response:
        """List every rule by which the reader may see the object now.

        Each can begin and end independently.
        """
        (pk,) = named.values()
        with read_snapshot():
            obj = load(self.policy, self.actor, pk, self.actions["GET"])
            return answer({"items": [_show_rule(way) for way in self.policy.ways_to(self.actor, obj)]})


def build_explanation_view(policy: Policy[Any], action: StrEnum, name: str = "") -> Callable[..., Any]:
    """Return the view that explains why a reader who may take `action` sees an object of a policy.

    `name` is that of the endpoint, where it does not follow from the name of the policy.
    """
    kind = type(policy)
    facts = {"policy": policy, "actions": {"GET": action}, "__module__": kind.__module__}
    made: Any = type(name or f"My{kind.__name__.removesuffix('Policy')}Access", (WhySeen,), facts)
    view: Callable[..., Any] = made.as_view()
    return view


def _show_rule(way: AccessRule) -> WayOut:
    return {"kind": way.kind, "words": render_bilingual(lambda: str(way.words))}
