"""What the description of the API says of the whole: settings of drf-spectacular."""

from __future__ import annotations

from viche import __version__

DESCRIPTION = """\
From dialogue to verified action: the API of initiative groups. Everything that the web interface does
goes through it.

## Access

A token belongs to a person, and does what that person may do, within its scopes. Changing something
takes the scope for reading of its domain, too (but for uploads, where `files:write` is enough). A
missing scope is 403 `needs_scope`, whose `detail` names the first one that is missing. It is decided
before anything is looked up, in lists, too, so the answer is the same for what exists and what does
not.

What only people at a browser may do (sessions, tokens, second factors, offices, approvals, copies of
their data) answers a token 403 `needs_sign_in`. Sockets and requests feel the end of a token within a
second.

What the caller may not see answers 404, as if it did not exist; what they see but may not do, 403. The
list `allowed` of a resource names what its reader may do.

## Answers

Answers may gain fields, codes and kinds of events at any time; within `/api/v1` none is renamed or
removed: ignore those you do not know. The `version` of an event grows when its meaning changes.

A list is `{"items": […], "next_cursor": "…"}`: send `cursor` to go on; null is the last page. Texts in
two languages are `{"uk": "…", "en": "…"}`, times are UTC by RFC 3339, and days without a time are days
in the time zone of the group. `HEAD` answers what `GET` does, without a body.

Files have their own media types: PDF (`application/pdf`), ZIP (`application/zip`), CSV (`text/csv`),
XLSX, the calendar (`text/calendar`), and uploads the type that they have. An `Accept` that permits none
of them is 406 `not_acceptable`, which names them; problems are always JSON. 201 has the address of what
was made in `Location`: its own, that of what shows it, or the one that was called.

## Requests

They are read strictly: unknown fields, duplicate keys, numbers in quotation marks and NaN are refused.
A moment has its offset from UTC (`2026-12-31T00:00:00+02:00` or `…Z`); an id has 36 characters as it
was given. Digits are 0 to 9; ids and numbers in addresses in any other form, capitals included, name
nothing.

What `DELETE` takes (a `reason`, a `year`) is JSON in its body, or stands in the address where no body
can be sent. JSON bodies have up to 256 KB.

**If-Match** takes the `ETag` that was read, or a list of them, one of which must be the present
version. Without it 428 `precondition_required`, for `*` 428 `version_needed`; 412 when somebody was
quicker: read again.

**Idempotency-Key** is 1 to 200 printable characters of your choice, on every operation that names the
header. A repeat with the same key returns the stored answer with `Idempotency-Replayed: true`; white
space and the order of keys in JSON make no other request.

Another request with the key is 422 `idempotency_key_reused`; while the first is under way, 409
`in_flight`. Refusals are not stored. Answers are stored for a day, and returned only to a caller who
still sees what the address names (otherwise 404).

When the access of a person changes, or somebody is erased, stored answers are deleted and their keys
stay: 409 `answer_forgotten`, and nothing happens twice.

## Errors

Errors are problems by RFC 9457, in the language of `Accept-Language` (`uk` or `en`, by default
Ukrainian; with a session, the language that the person chose). `status` and `code` are stable; `errors`
names each wrong field by its JSON pointer; `request_id` helps to find a failure.

Of 401, `token_invalid` means that the token is unknown, expired, revoked or unused for 30 days
(`WWW-Authenticate: Bearer realm="viche", error="invalid_token"`). For a browser the code says why the
sign-in has ended: `session_expired`, `session_revoked`, or `signed_out` when no reason is known. 403
`second_factor_required` means that the person must set up a second factor in the web interface first.

## Personal data in texts

Messages (with `/attachments/<n>/alt`, and file names at `/attachments/<n>/file_id`), questions, reasons
of reopening (`/reason`), requests for access or for a seat and the answers to them are checked for
personal data: 422 `personal_data`.

The code of each error is its kind, and `span` says where it stands: the first character (Unicode code
points from 0) and the one after the last, in the text as it would be stored (NFC, trimmed). Of more
than twenty places the first are named, among them one of each kind. Show them to the author.

If they are meant, send the same request, with the same `client_id`, and the kinds that the author was
shown: `"confirmed": ["phone"]`. Never confirm kinds that nobody was shown. If a kind is found that is
not confirmed, all kinds are named again. `docs/personal-data.md` lists the kinds.

## Limits

For each token or person 1,200 reads and 240 writes a minute; on websockets 20 frames a second, 100 at
once, and 200 topics a socket; frames have up to 64 KB. Beyond that 429 with `Retry-After`, or a closing
code. Requests with an invalid token count by address.

Every counted answer has `RateLimit-Policy: "read";q=1200;w=60` (1,200 reads in 60 seconds) and
`RateLimit: "read";r=1187;t=41` (1,187 are left; more come back in 41 seconds), by
draft-ietf-httpapi-ratelimit-headers.

Reads, writes (`write`) and requests without a sign-in (`anonymous`) count separately. `r` is what one
process knows, so with several it may differ a little. `_allauth`, feeds and unknown addresses are not
counted where they need no sign-in."""
TAGS = {
    "dialogue": """\
Threads, messages, rounds, summaries, moderation.

Every change of a thread is an event on its topic. After `dialogue.author_erased`, replace what you keep
of the person: the name is a pseudonym now, and messages may have lost their text. After
`dialogue.message_shown` whose `quoting` is null, load the messages anew: more messages quote it than a
frame carries.""",
    "groups": """\
Initiative groups, seats, mandates, organisations, territories, offices, access.

After `groups.member_erased`, replace what you keep of the person: the name is a pseudonym now.""",
    "programmes": """\
Dossiers of all programmes, and recommendations with what became of them.

`GET /programmes` says in both languages which kinds, states, transitions and roles there are: keep it by
its ETag.""",
    "tasks": "Action items, evidence, checklists, reminders, accountability.",
    "accounts": "People, sessions, tokens, second factors, identity providers, approvals.",
    "notifications": "The inbox, preferences, devices.",
    "privacy": """\
Personal data: what is held, copies, erasure, who saw it.

A token reaches neither a copy of somebody's data nor an erasure; `privacy:read` reads the officer's
register.""",
    "files": "Uploads and downloads.",
    "search": "Search in everything that the caller may see.",
    "deadlines": "What is due: today, the calendar and its feed.",
    "realtime": """\
Events, tickets for the websocket and its protocol.

`subscribe` with `after` answers `subscribed` with the `head` of the topic, then every later event in
order and without gaps: alone as `event`, or several in one `events` frame. When more than 1,000 events
are missing, or `after` is beyond the `head`, the answer is `resync`: read the container again. `head`
comes every fifteen seconds: if your number is lower, subscribe again with `after`.

A token needs the scopes for everything that is said on a topic: `group:…` takes `groups:read`,
`dialogue:read` and `tasks:read`; otherwise `needs_scope`. `revoked` means that the access has ended:
delete what you keep of the topic.

Send something (such as `ping`) at least every five minutes. Closing codes: 4401 signed out, 4403
nothing left to see, 4408 idle, 4413 too far behind, 4423 a second factor is required, 4429 too many
frames; 1012 and 1013 mean: connect again.""",
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
