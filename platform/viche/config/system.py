"""The system status for administrators: parts, health metrics, processes. No user content."""

from __future__ import annotations

from typing import Literal, TypedDict

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from viche.accounts.policies import SystemAction, require_administrator
from viche.config.health import check_parts
from viche.kernel.api import Endpoint, answer, shape_of
from viche.kernel.health_metrics import Reading, read_health_metrics
from viche.realtime.process_stats import Figures, list_stats


class VitalOut(TypedDict):
    """A health metric. `value` is null when it cannot be measured now."""

    name: str
    value: float | None
    worry: float | None
    state: Literal["well", "worrying", "unknown"]


class SystemHealthOut(TypedDict):
    """The system status. `processes` are the web processes with the load of their sockets."""

    parts: dict[str, str]
    vitals: list[VitalOut]
    processes: list[Figures]


class SystemHealth(Endpoint):
    actions = {"GET": SystemAction.WATCH}
    browser_only = frozenset({"GET"})
    scopes = {"GET": ("accounts:read",)}

    @extend_schema(responses=shape_of(SystemHealthOut))
    def get(self, request: Request) -> Response:
        """Return the system status."""
        require_administrator(self.actor)
        vitals = [_show_metric(one) for one in read_health_metrics()]
        return answer(SystemHealthOut(parts=check_parts(), vitals=vitals, processes=list_stats()))


def _show_metric(reading: Reading) -> VitalOut:
    vital, value = reading
    worrying = value is not None and vital.worry is not None and value >= vital.worry
    return VitalOut(
        name=vital.name,
        value=value,
        worry=vital.worry,
        state="unknown" if value is None else "worrying" if worrying else "well",
    )
