"""What a person who runs the system can watch, and who may."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.test import Client, RequestFactory
from django.urls import resolve
from prometheus_client.parser import text_string_to_metric_families
from pytest_django import Settings

from tests.accounts.conftest import bearer, token_of
from tests.cast import World
from viche.config import environment
from viche.config.metrics import MetricsMiddleware
from viche.kernel.clock import now, replace_clock
from viche.kernel.health_metrics import HEALTH_METRICS, HealthMetric
from viche.kernel.models import OutboxEntry
from viche.realtime import process_stats
from viche.realtime.process_stats import STATS_KEY, STATS_TTL, Figures, list_stats, publish_stats
from viche.realtime.redis_client import get_redis

TOKEN = "a" * 40
HEALTH = "/api/v1/system/health"
pytestmark = pytest.mark.django_db


@pytest.fixture
def samples(settings: Settings) -> Any:
    """What a scrape brings: values by name and labels."""
    settings.METRICS_TOKEN = TOKEN

    def scrape() -> dict[tuple[str, tuple[str, ...]], float]:
        answer = Client().get("/metrics", headers={"Authorization": f"Bearer {TOKEN}"})
        assert answer.headers["Content-Type"].startswith("text/plain")
        families = text_string_to_metric_families(answer.content.decode())
        return {
            (one.name, tuple(one.labels.values())): one.value for family in families for one in family.samples
        }

    return scrape


def figures_of(process: str, *, seconds_ago: float = 0) -> Figures:
    moment = now().timestamp() - seconds_ago
    return Figures(process=process, sockets=3, people=2, topics=1, frames=9, unconfirmed=0.2, noted_at=moment)


@pytest.fixture
def processes() -> Iterator[None]:
    get_redis().delete(STATS_KEY)
    yield
    get_redis().delete(STATS_KEY)


@pytest.mark.parametrize("sent", ["", f"Bearer {TOKEN}x", TOKEN, "Bearer "])
def test_without_their_token_metrics_are_not_there(settings: Settings, sent: str) -> None:
    settings.METRICS_TOKEN = TOKEN
    answer = Client().get("/metrics", headers={"Authorization": sent} if sent else {})
    assert (answer.status_code, answer.json()["code"]) == (404, "not_found")


def test_metrics_are_off_by_default() -> None:
    assert settings.METRICS_TOKEN == ""
    for sent in ("Bearer ", "Bearer None"):
        assert Client().get("/metrics", headers={"Authorization": sent}).status_code == 404


def test_a_short_token_is_refused_at_the_start(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("VICHE_METRICS_TOKEN", "guess")
    with pytest.raises(ImproperlyConfigured, match="VICHE_METRICS_TOKEN"):
        environment.read_metrics_token()


def test_a_scrape_tells_how_late_the_oldest_effect_is(samples: Any, world: World) -> None:
    # The world was made by services, and no worker runs in this test.
    due = now()
    assert OutboxEntry.objects.update(next_try_at=due) > 0
    with replace_clock(lambda: due + timedelta(minutes=5)):
        found = samples()
    assert found["viche_outbox_late_seconds", ()] == pytest.approx(300)
    assert found["viche_outbox_waiting_rows", ()] > 0
    assert found["viche_reminder_late_seconds", ()] == 0
    assert {f"viche_{name}" for name in HEALTH_METRICS} <= {name for name, _labels in found}


def test_requests_are_counted_by_route_and_never_by_address(samples: Any) -> None:
    def answered(_request: Any) -> Any:
        return Client().get("/healthz")

    request = RequestFactory().get("/api/v1/threads/01a20f4f-533f-7651-9d39-860503780b0c")
    request.resolver_match = resolve(request.path)
    MetricsMiddleware(answered)(request)
    counted = [labels for name, labels in samples() if name == "viche_http_request_seconds_count"]
    assert ("GET", "api/v1/threads/<uuid:thread_id>", "200") in counted


def test_only_an_administrator_at_a_browser_sees_how_the_system_is(world: World) -> None:
    for name in ("facilitator", "outsider"):
        client = Client()
        client.force_login(world.people[name])
        assert client.get(HEALTH).status_code == 403
    administrator = world.people["administrator"]
    script = Client(headers=bearer(token_of(administrator)))
    assert (script.get(HEALTH).status_code, Client().get(HEALTH).status_code) == (403, 401)


def test_the_administrator_sees_parts_vitals_and_processes(
    world: World, processes: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    def unknown() -> float:
        raise ConnectionError

    monkeypatch.setitem(HEALTH_METRICS, "aaa_rows", HealthMetric("aaa_rows", "", unknown, 1))
    monkeypatch.setitem(HEALTH_METRICS, "bbb_rows", HealthMetric("bbb_rows", "", lambda: 2.0, 1))
    publish_stats(figures_of("web:2"))
    publish_stats(figures_of("web:1"))
    publish_stats(figures_of("gone:1", seconds_ago=STATS_TTL + 1))
    client = Client()
    client.force_login(world.people["administrator"])
    health = client.get(HEALTH).json()
    assert health["parts"]["database"] == "ok"
    vitals = {one["name"]: (one["value"], one["state"]) for one in health["vitals"]}
    assert vitals["aaa_rows"] == (None, "unknown")
    assert vitals["bbb_rows"] == (2.0, "worrying")
    assert vitals["reminder_late_seconds"] == (0.0, "well")
    assert [one["process"] for one in health["processes"]] == ["web:1", "web:2"]
    assert get_redis().hlen(STATS_KEY) == 2


def test_without_redis_no_process_is_known(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(process_stats, "call_best_effort", lambda _trip: None)
    publish_stats(figures_of("web:1"))
    assert list_stats() == []
