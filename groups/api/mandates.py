"""Mandates over HTTP."""

from __future__ import annotations

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from groups.api import present, shapes
from groups.policies import MandateAction
from groups.selectors import (
    mandates_held_by,
)
from viche.kernel.api import (
    Endpoint,
    answer,
    list_of,
)


class MyMandates(Endpoint):
    actions = {"GET": MandateAction.READ}

    @extend_schema(responses=list_of(shapes.MandateOut))
    def get(self, request: Request) -> Response:
        """For whom the reader acts now, deputyships included, and where each mandate sits."""
        return answer({"items": [present.mandate(one) for one in mandates_held_by(self.actor)]})
