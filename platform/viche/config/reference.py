"""What the description of the API says of the whole: settings of drf-spectacular."""

from __future__ import annotations

from viche import __version__

DESCRIPTION = """\
From dialogue to verified action: the API of initiative groups. Everything that the web interface does goes
through it.

Answers may gain fields at any time; requests are read strictly, and an unknown field is refused. `HEAD`
answers what `GET` does, without a body. Every answer tells the rate limit in `RateLimit-Policy` and
`RateLimit`. Errors are problems by RFC 9457, in the language of `Accept-Language` (with a session: in the
language that the person chose). What the caller may not see answers 404, as if it did not exist."""
TAGS = {
    "dialogue": "Threads, messages, rounds, summaries, moderation.",
    "groups": "Initiative groups, seats, mandates, organisations, territories, offices, access.",
    "tasks": "Action items, evidence, checklists, reminders, accountability.",
    "accounts": "People, sessions, tokens, second factors, identity providers, approvals.",
    "notifications": "The inbox, preferences, devices.",
    "privacy": "Personal data: what is held, copies, erasure, who saw it.",
    "files": "Uploads and downloads.",
    "search": "Search in everything that the caller may see.",
    "deadlines": "What is due: today, the calendar and its feed.",
    "realtime": "Events, tickets for the websocket and its protocol.",
    "config": "The system itself.",
}

SPECTACULAR = {
    "TITLE": "Viche",
    "DESCRIPTION": DESCRIPTION,
    "VERSION": __version__,
    "LICENSE": {"name": "Apache-2.0", "identifier": "Apache-2.0"},
    "CONTACT": {"name": "Viche"},
    "SERVERS": [{"url": "/", "description": "This installation."}],
    "TAGS": [{"name": name, "description": text} for name, text in TAGS.items()],
    "OAS_VERSION": "3.1.0",
    "SERVE_INCLUDE_SCHEMA": False,
    "SERVE_AUTHENTICATION": [],
    "SERVE_PERMISSIONS": [],
    "SCHEMA_PATH_PREFIX": "/api/v1",
    "COMPONENT_SPLIT_REQUEST": True,
    "ENUM_GENERATE_CHOICE_DESCRIPTION": False,
    "SWAGGER_UI_DIST": "SIDECAR",
    "SWAGGER_UI_FAVICON_HREF": "SIDECAR",
    "SWAGGER_UI_SETTINGS": {
        "deepLinking": True,
        "docExpansion": "none",  # 370 operations at once take a browser a quarter of a minute
        "filter": True,
        "defaultModelsExpandDepth": -1,
        "defaultModelRendering": "example",
        "showExtensions": False,
    },
    "POSTPROCESSING_HOOKS": [
        "viche.deadlines.api.schema.add_calendar_feed",
        "viche.kernel.api.document.complete_document",
    ],
}
