"""`/metrics` for Prometheus: disabled unless VICHE_METRICS_TOKEN is set, which is then required.

It covers this process and, from the database, the whole system. Labels are routes and methods, never URLs.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from time import perf_counter

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.crypto import constant_time_compare
from prometheus_client import CollectorRegistry, Histogram, ProcessCollector, generate_latest
from prometheus_client.core import Metric
from prometheus_client.exposition import CONTENT_TYPE_PLAIN_0_0_4
from prometheus_client.registry import Collector

from viche.config.requests import route_of
from viche.kernel.api.problems import respond_not_found
from viche.kernel.health_metrics import read_health_metrics
from viche.realtime.process_stats import get_local_stats

REGISTRY = CollectorRegistry()
ProcessCollector(registry=REGISTRY)
REQUESTS = Histogram(
    "viche_http_request_seconds",
    "Requests by method, route and status, and how long they took",
    ["method", "route", "status"],
    registry=REGISTRY,
)
HUB_METRICS = {
    "sockets": ("gauge", "Open websockets of this process"),
    "people": ("gauge", "People at the websockets of this process"),
    "topics": ("gauge", "Topics to which somebody listens in this process"),
    "frames": ("counter", "Frames written to the websockets of this process"),
    "unconfirmed": ("gauge", "Seconds since access was last confirmed in this process"),
}


class HealthCollector(Collector):
    """Collects the health metrics of the apps at each scrape."""

    def collect(self) -> Iterator[Metric]:
        for vital, value in read_health_metrics():
            if value is not None:
                yield _metric(f"viche_{vital.name}", "gauge", vital.help, value)
        figures = get_local_stats()
        for name, (kind, text) in HUB_METRICS.items():
            yield _metric(f"viche_realtime_{name}", kind, text, 0.0 if figures is None else figures[name])  # type: ignore[literal-required]

    def describe(self) -> list[Metric]:
        return []  # the metrics are known only at the scrape


REGISTRY.register(HealthCollector())


def serve_metrics(request: HttpRequest) -> HttpResponse:
    """Return the metrics. Without the right token the answer is 404."""
    expected, sent = settings.METRICS_TOKEN, request.headers.get("Authorization", "")
    if not expected or not constant_time_compare(sent, f"Bearer {expected}"):
        return respond_not_found(request)
    return HttpResponse(generate_latest(REGISTRY), content_type=CONTENT_TYPE_PLAIN_0_0_4)


class MetricsMiddleware:
    """Middleware that counts and times every request; installed only if metrics are enabled."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self._get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        started = perf_counter()
        response = self._get_response(request)
        labels = (request.method or "", route_of(request), str(response.status_code))
        REQUESTS.labels(*labels).observe(perf_counter() - started)
        return response


def _metric(name: str, kind: str, text: str, value: float) -> Metric:
    metric = Metric(name, text, kind)
    metric.add_sample(f"{name}_total" if kind == "counter" else name, {}, value)
    return metric
