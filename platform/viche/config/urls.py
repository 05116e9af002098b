"""All URLs of the product."""

from importlib import import_module

from django.conf import settings
from django.urls import URLPattern, URLResolver, include, path, re_path
from drf_spectacular.views import SpectacularJSONAPIView

from dialogue.reading import mute_page
from tasks.external_assignees import link_pages, unsubscribe_page
from viche.config import frontend, health, metrics, public_pages, reference_page
from viche.config.map_style import MapStyle
from viche.config.system import SystemHealth
from viche.deadlines.api.views import show_calendar_feed
from viche.kernel.api import problems
from viche.notifications.api import unsubscribe
from viche.rooms import ROOMS

# URLs are matched in this order, so the most frequent ones come first.
API_URLS = (
    *(f"{room}.urls" for room in sorted(ROOMS, key=lambda room: room != "dialogue")),
    *(
        f"viche.{room}.api.urls"
        for room in ("notifications", "deadlines", "accounts", "files", "search", "privacy", "realtime")
    ),
)


def list_routes() -> list[URLPattern]:
    """Return the API routes of all apps as one list.

    Django matches the prefix again for each nested list.
    """
    return [pattern for module in API_URLS for pattern in import_module(module).urlpatterns]


def list_maintenance_routes() -> list[URLResolver]:
    """Return the routes of the maintenance site, if it is enabled."""
    if not settings.MAINTENANCE:
        return []
    routes, app_name, namespace = import_module("viche.config.maintenance").hatch.urls
    return [path("maintenance/", include((routes, app_name), namespace=namespace))]


own_routes = [
    path("system/health", SystemHealth.as_view()),
    path("map", MapStyle.as_view()),
]
urlpatterns = [
    path("healthz", health.report_health),
    path("readyz", health.report_readiness),
    path("metrics", metrics.serve_metrics),
    path("_allauth/", include("viche.accounts.auth_urls")),
    path("api/v1/schema/", SpectacularJSONAPIView.as_view(), name="schema"),
    path("api/docs/", reference_page.ReferencePage.as_view(), name="docs"),
    path("api/v1/", include([*list_routes(), *own_routes])),
    path("unsubscribe/<str:token>", unsubscribe.handle_unsubscribe),
    path("unsubscribe/letters/<str:token>", unsubscribe_page.show_unsubscribe_page),
    path("mute/<str:token>", mute_page.show_mute_page),
    path("feeds/<str:secret>.ics", show_calendar_feed),
    path("a/<str:token>", link_pages.show_link_page),
    *list_maintenance_routes(),
    re_path(r"^(?:api|_allauth|static|assets|ws)(?:/|$)", problems.respond_not_found),
    re_path(r"^public/groups/(?P<group_id>[^/]+)/?$", public_pages.serve_public_group),
    re_path(r"^public/threads/(?P<thread_id>[^/]+)/?$", public_pages.serve_public_thread),
    re_path(r"^", frontend.serve_page),
]

handler400 = problems.respond_bad_request
handler403 = problems.respond_forbidden
handler404 = problems.respond_not_found
handler500 = problems.respond_server_error
