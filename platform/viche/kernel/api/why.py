"""Why the reader sees one thing of which nobody asks who else does: the rules, in words."""

from __future__ import annotations

from typing import Any, ClassVar, TypedDict
from uuid import UUID

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from viche.kernel.api.answers import answer, snapshot
from viche.kernel.api.endpoint import Endpoint, Nothing
from viche.kernel.api.shapes import list_of
from viche.kernel.policy import Policy, Way, load
from viche.kernel.text import Text, in_both


class WayOut(TypedDict):
    """One rule by which the reader sees a thing; `everybody` is for all who have signed in."""

    kind: str
    words: Text


class WhySeen(Endpoint):
    """Why the reader sees one thing. A room sets `policy`, with its `ways`, and `actions`."""

    asks = Nothing
    policy: ClassVar[Policy[Any]]

    @extend_schema(responses=list_of(WayOut))
    def get(self, request: Request, **named: UUID) -> Response:
        """Every rule by which the reader sees it now; each comes and goes by itself."""
        (pk,) = named.values()
        with snapshot():
            obj = load(self.policy, self.actor, pk, self.actions["GET"])
            return answer({"items": [_told(way) for way in self.policy.ways_to(self.actor, obj)]})


def _told(way: Way) -> WayOut:
    return {"kind": way.kind, "words": in_both(lambda: str(way.words))}
