"""The files that are served as they lie."""

from __future__ import annotations

from hashlib import sha256

from django.http import HttpRequest, HttpResponse
from django.test import Client

from viche.config.static import StaticFilesMiddleware
from viche.notifications.api.plain_pages import AUTO_SUBMIT_SCRIPT

SCRIPT = "/static/drf_spectacular_sidecar/swagger-ui-dist/swagger-ui-bundle.js"


def nothing(request: HttpRequest) -> HttpResponse:
    raise AssertionError


def test_a_file_is_answered_with_its_kind() -> None:
    answer = Client().get(SCRIPT)
    assert answer.status_code == 200
    assert answer.headers["Content-Type"].startswith("text/javascript")
    assert b"swagger-ui" in answer.content


def test_the_folders_are_looked_through_once_for_all_handlers_of_a_process() -> None:
    assert StaticFilesMiddleware(nothing).files is StaticFilesMiddleware(nothing).files


def test_a_script_of_a_page_without_the_front_end_is_named_by_its_content() -> None:
    answer = Client().get(f"/static/{AUTO_SUBMIT_SCRIPT}")
    assert answer.headers["Content-Type"].startswith("text/javascript")
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert "immutable" in answer.headers["Cache-Control"]
    assert f"notifications/press.{sha256(answer.content).hexdigest()[:12]}.js" == AUTO_SUBMIT_SCRIPT
