"""The description of the API as a page to read, at `/api/docs/`."""

from __future__ import annotations

import json
from typing import Any

from csp.constants import HEADER
from csp.utils import build_policy
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

BACKGROUND = "#F3F6F6"
# The colours of `frontend/src/design/tokens.json`, as Redoc names its parts.
THEME: dict[str, Any] = {
    "colors": {
        "primary": {"main": "#005A68"},
        "text": {"primary": "#0C2A31", "secondary": "#3F555B"},
        "border": {"dark": "#D5DEE0", "light": "#E9EFF0"},
        "success": {"main": "#17603A"},
        "error": {"main": "#A8142B"},
        "http": {
            "get": "#005A68",
            "post": "#17603A",
            "put": "#1F4B86",
            "patch": "#56419F",
            "delete": "#A8142B",
        },
    },
    "sidebar": {"backgroundColor": BACKGROUND, "textColor": "#0C2A31", "activeTextColor": "#005A68"},
    "rightPanel": {"backgroundColor": "#0C2A31"},
    "typography": {
        "fontFamily": "'Onest Variable', 'Noto Sans', system-ui, sans-serif",
        "fontSize": "16px",
        "headings": {"fontFamily": "'Onest Variable', 'Noto Sans', system-ui, sans-serif"},
        "code": {"color": "#8F2F06", "backgroundColor": "#E9EFF0"},
        "links": {"color": "#005A68"},
    },
}


def show_reference(request: HttpRequest) -> HttpResponse:
    """Show the description of the API as a page to read. Its search runs in a worker made from a blob."""
    shown = {"theme": json.dumps(THEME), "background": BACKGROUND}
    response = render(request, "config/reference.html", shown)
    response.headers[HEADER] = build_policy(update={"worker-src": ["'self'", "blob:"]})
    return response
