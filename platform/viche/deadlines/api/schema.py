"""The calendar feed in the description of the API: it lies outside of it and is no endpoint."""

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
    """Describe `/feeds/{secret}.ics`."""
    result["paths"]["/feeds/{secret}.ics"] = deepcopy(FEED)
    return result
