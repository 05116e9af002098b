"""Every address of the product."""

from importlib import import_module

from django.conf import settings
from django.urls import URLPattern, URLResolver, include, path, re_path
from drf_spectacular.views import SpectacularJSONAPIView

from dialogue.reading import mute_page
from tasks.external_assignees import link_pages, unsubscribe_page
from viche.config import frontend, health, metrics, reference_page
from viche.config.map import MapStyle
from viche.config.system import SystemHealth
from viche.deadlines.api.views import calendar
from viche.kernel.api import problems
from viche.notifications.api import unsubscribe
from viche.rooms import ROOMS

# Addresses are tried in this order, so those that are asked most stand first.
API_URLS = (
    *(f"{room}.urls" for room in sorted(ROOMS, key=lambda room: room != "dialogue")),
    *(
        f"viche.{room}.api.urls"
        for room in ("notifications", "deadlines", "accounts", "files", "search", "privacy", "realtime")
    ),
)


def addresses() -> list[URLPattern]:
    """Those of all rooms in one list: Django takes the prefix apart once for each list that it tries."""
    return [pattern for module in API_URLS for pattern in import_module(module).urlpatterns]


def hatch_addresses() -> list[URLResolver]:
    """Those of the maintenance hatch, where it is open: else they lead where every unknown address does."""
    if not settings.MAINTENANCE:
        return []
    routes, app_name, namespace = import_module("viche.config.maintenance").hatch.urls
    return [path("maintenance/", include((routes, app_name), namespace=namespace))]


own_addresses = [
    path("system/health", SystemHealth.as_view()),
    path("map", MapStyle.as_view()),
]
urlpatterns = [
    path("healthz", health.healthz),
    path("readyz", health.readyz),
    path("metrics", metrics.metrics),
    path("_allauth/", include("viche.accounts.auth_urls")),
    path("api/v1/schema/", SpectacularJSONAPIView.as_view(), name="schema"),
    path("api/docs/", reference_page.show_reference, name="docs"),
    path("api/v1/", include([*addresses(), *own_addresses])),
    path("unsubscribe/<str:token>", unsubscribe.page),
    path("unsubscribe/letters/<str:token>", unsubscribe_page.page),
    path("mute/<str:token>", mute_page.page),
    path("feeds/<str:secret>.ics", calendar),
    path("a/<str:token>", link_pages.page),
    *hatch_addresses(),
    re_path(r"^(?:api|_allauth|static|assets|ws)(?:/|$)", problems.not_found),
    re_path(r"^", frontend.page),
]

handler400 = problems.bad_request
handler403 = problems.forbidden
handler404 = problems.not_found
handler500 = problems.server_error
