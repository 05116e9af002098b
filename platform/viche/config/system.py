"""The administrator's look at the machine: its parts, its vitals, its processes. Nothing of the content."""

from __future__ import annotations

from typing import Literal, TypedDict

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from viche.accounts.policies import SystemAction, require_administrator
from viche.config.health import parts
from viche.kernel.api import Endpoint, answer, shape
from viche.kernel.vitals import Reading, readings
from viche.realtime.figures import Figures, noted


class VitalOut(TypedDict):
    """A number that a room measures. `value` is null when it cannot be measured now."""

    name: str
    value: float | None
    worry: float | None
    state: Literal["well", "worrying", "unknown"]


class SystemHealthOut(TypedDict):
    """How the system is. `processes` are the web processes with what their sockets ask of them."""

    parts: dict[str, str]
    vitals: list[VitalOut]
    processes: list[Figures]


class SystemHealth(Endpoint):
    actions = {"GET": SystemAction.WATCH}
    browser_only = frozenset({"GET"})
    scopes = {"GET": ("accounts:read",)}

    @extend_schema(responses=shape(SystemHealthOut))
    def get(self, request: Request) -> Response:
        """How the system is."""
        require_administrator(self.actor)
        vitals = [_vital(one) for one in readings()]
        return answer(SystemHealthOut(parts=parts(), vitals=vitals, processes=noted()))


def _vital(reading: Reading) -> VitalOut:
    vital, value = reading
    worrying = value is not None and vital.worry is not None and value >= vital.worry
    return VitalOut(
        name=vital.name,
        value=value,
        worry=vital.worry,
        state="unknown" if value is None else "worrying" if worrying else "well",
    )
