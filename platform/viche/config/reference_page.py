"""The description of the API as a page to read, at `/api/docs/`."""

from __future__ import annotations

from drf_spectacular.views import SpectacularSwaggerSplitView


class ReferencePage(SpectacularSwaggerSplitView):
    """Swagger UI from our own files, in the product's colours; operations are opened one by one."""

    url_name = "schema"
    title = "Viche API"
    template_name = "config/reference.html"
