"""The map style that the browser uses."""

from __future__ import annotations

from typing import TypedDict

from django.conf import settings
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from viche.kernel.api import SIGNED_IN, Endpoint, answer, shape_of


class MapStyleOut(TypedDict):
    """`style` is the URL of a MapLibre style; empty if maps use the built-in outline of the country."""

    style: str


class MapStyle(Endpoint):
    actions = {"GET": SIGNED_IN}
    scopes = {"GET": ()}

    @extend_schema(responses=shape_of(MapStyleOut))
    def get(self, request: Request) -> Response:
        """Return the map style."""
        return answer(MapStyleOut(style=settings.MAP_STYLE))
