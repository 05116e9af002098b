"""Every address of the product."""

from django.urls import include, path, re_path
from drf_spectacular.views import SpectacularJSONAPIView, SpectacularSwaggerSplitView

from viche.config import frontend, health, metrics
from viche.config.system import SystemHealth
from viche.kernel.api import problems

API_ROOMS = (
    "viche.accounts",
    "viche.files",
    "viche.notifications",
    "viche.realtime",
    "groups",
    "dialogue",
    "tasks",
)

urlpatterns = [
    path("healthz", health.healthz),
    path("readyz", health.readyz),
    path("metrics", metrics.metrics),
    path("_allauth/", include("viche.accounts.auth_urls")),
    path("api/v1/schema/", SpectacularJSONAPIView.as_view(), name="schema"),
    path("api/docs/", SpectacularSwaggerSplitView.as_view(url_name="schema"), name="docs"),
    *[path("api/v1/", include(f"{room}.api.urls")) for room in API_ROOMS],
    path("api/v1/system/health", SystemHealth.as_view()),
    re_path(r"^(?:api|_allauth|static|assets|ws)(?:/|$)", problems.not_found),
    re_path(r"^", frontend.page),
]

handler400 = problems.bad_request
handler403 = problems.forbidden
handler404 = problems.not_found
handler500 = problems.server_error
