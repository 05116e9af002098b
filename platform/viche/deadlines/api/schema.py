"""OpenAPI description of the calendar feed, which is not an endpoint of the API."""

from __future__ import annotations

from copy import deepcopy
from typing import Any

FEED = {
    "get": {
        "operationId": "get_calendar_feed",
        "tags": ["deadlines"],
        "summary": "What is due, as a calendar",
        "description": "iCalendar (RFC 5545), for whoever has this address. Needs no sign-in.",
        "security": [],
        "parameters": [{"in": "path", "name": "secret", "schema": {"type": "string"}, "required": True}],
        "responses": {
            "200": {"description": "", "content": {"text/calendar": {"schema": {"type": "string"}}}},
            "304": {"description": "What the ETag in If-None-Match names."},
            "404": {"description": "The address opens nothing."},
        },
    }
}


def add_calendar_feed(result: Any, generator: Any, request: Any, public: Any) -> Any:
    """Add `/feeds/{secret}.ics` to the description."""
    result["paths"]["/feeds/{secret}.ics"] = deepcopy(FEED)
    return result
