"""Where the browser's map gets its look and its tiles."""

from __future__ import annotations

from typing import TypedDict

from django.conf import settings
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from viche.kernel.api import SIGNED_IN, Endpoint, answer, shape


class MapStyleOut(TypedDict):
    """`style` is the address of a MapLibre style; empty where maps are our own outline of the country."""

    style: str


class MapStyle(Endpoint):
    actions = {"GET": SIGNED_IN}
    scopes = {"GET": ()}

    @extend_schema(responses=shape(MapStyleOut))
    def get(self, request: Request) -> Response:
        """How maps are drawn here."""
        return answer(MapStyleOut(style=settings.MAP_STYLE))
