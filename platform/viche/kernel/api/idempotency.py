"""Idempotency keys: the response is stored in the transaction of the change, atomically.

A stored response is authorised again before it is replayed: its reader must have the same visibility level on
the objects in the URL as before. Access changes empty it (`viche.kernel.access`); the key stays, so that a
late repeat is refused instead of executed twice.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from hashlib import blake2b, sha256
from typing import Any

import orjson
from django.core.files.uploadedfile import UploadedFile
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext_lazy as _
from rest_framework.request import Request
from rest_framework.response import Response

from viche.kernel.actor import Actor
from viche.kernel.api.answers import JsonRenderer
from viche.kernel.clock import now
from viche.kernel.encryption import DecryptionError, decrypt_secret, encrypt_secret
from viche.kernel.errors import Conflict, Invalid, Malformed, NotFound
from viche.kernel.events import ConcurrentChange, open_unit_of_work
from viche.kernel.ids import uuid7
from viche.kernel.policy import Level
from viche.kernel.sql import execute_prepared

# Locks the key until the end of the transaction, or reports that it is locked; and the stored response, if
# any.
CLAIM_SQL = """
    SELECT pg_try_advisory_xact_lock(%(lock)s::bigint), fingerprint, status, body, level
    FROM (VALUES (true)) AS asked
    LEFT JOIN kernel_idempotencykey AS known ON known.owner = %(owner)s AND known.key = %(key)s
"""
STORE_SQL = """
    INSERT INTO kernel_idempotencykey
        (id, owner, person_id, key, fingerprint, status, body, level, created_at)
    VALUES (%(id)s, %(owner)s, %(person_id)s, %(key)s, %(fingerprint)s, %(status)s, %(body)s, %(level)s,
        %(at)s)
    ON CONFLICT (owner, key) DO NOTHING RETURNING id
"""
KEPT_HEADERS = ("ETag", "Location")
JSON = "application/json"


class KeyReused(Invalid):
    """Raised when the key was used for a different request."""

    code = "idempotency_key_reused"
    title = _("This key belongs to another request")
    detail = _("This Idempotency-Key was used for another request.")


def compute_fingerprint(request: Request) -> str:
    """Return a digest that is equal for equivalent requests.

    White space and the order of JSON keys make no difference, nor does the boundary of a form. Raises what
    the parser raises.
    """
    raw = request._request
    digest = sha256(f"{raw.method} {raw.get_full_path()}\n".encode())
    media_type = (request.content_type or "").partition(";")[0].strip().lower()
    if media_type not in {parser.media_type for parser in request.parsers or ()}:
        digest.update(raw.body)  # of a resource that takes no body
    elif isinstance(request.data, MultiValueDict):
        parts = sorted(request.data.lists())
        digest.update(_canonical([[name, [_digest_part(one) for one in values]] for name, values in parts]))
    else:
        digest.update(_canonical(request.data))
    return digest.hexdigest()


def _digest_part(value: Any) -> Any:
    if not isinstance(value, UploadedFile):
        return value
    content = sha256()
    for chunk in value.chunks():
        content.update(chunk)
    value.seek(0)
    return [value.name, content.hexdigest()]


def _canonical(data: Any) -> bytes:
    """Serialise to canonical JSON.

    Not by orjson: a string may hold a lone surrogate, which its field refuses later.
    """
    return json.dumps(data, sort_keys=True, separators=(",", ":")).encode()


def answer_once(
    actor: Actor,
    key: str,
    fingerprint: str,
    produce: Callable[[], Response],
    level: Callable[[], Level] = lambda: Level.READ,
) -> Response:
    """Return the stored response for a key that was used before, else a new one, which is stored.

    `fingerprint` identifies the request, `level` returns the actor's visibility level on the objects in the
    URL. Raises Malformed for a bad key, Conflict while another request with the key is in progress or when
    its response was emptied, KeyReused, and NotFound when the actor's level is lower now. Refusals are not
    stored: they changed nothing.
    """
    if not 1 <= len(key) <= 200 or not key.isascii() or not key.isprintable():
        raise Malformed(
            "bad_idempotency_key", _("Idempotency-Key takes 1 to 200 printable ASCII characters.")
        )
    owner = str(actor.token_id or actor.person_id or "")
    asked = {"owner": owner, "person_id": actor.person_id, "key": key, "fingerprint": fingerprint}
    try:
        return _answer_in_unit(asked, produce, level)
    except ConcurrentChange:
        return _answer_in_unit(asked, produce, level)


def _answer_in_unit(
    asked: dict[str, Any], produce: Callable[[], Response], level: Callable[[], Level]
) -> Response:
    with open_unit_of_work():
        ((is_held, *known),) = execute_prepared(CLAIM_SQL, {**asked, "lock": _lock_number(asked)})
        if not is_held:
            raise Conflict("in_flight", _("The same request is still under way."))
        if known[0] is not None:
            return _replay(asked["fingerprint"], level, known)
        response = produce()
        if not execute_prepared(STORE_SQL, {**asked, **_serialise_answer(response), "level": level()}):
            # Another request stored its response between our look-up and our lock.
            raise ConcurrentChange
        return response


def _lock_number(asked: dict[str, Any]) -> int:
    name = f"{asked['owner']}\n{asked['key']}".encode()
    return int.from_bytes(blake2b(name, digest_size=8).digest(), signed=True)


def _serialise_answer(response: Response) -> dict[str, Any]:
    headers = {name: response.headers[name] for name in KEPT_HEADERS if name in response.headers}
    return {
        "id": uuid7(),
        "status": response.status_code,
        "body": encrypt_secret(
            orjson.dumps([response.data, headers], option=JsonRenderer.options).decode()
        ).encode(),
        "at": now(),
    }


def _replay(asked: str, level: Callable[[], Level], known: Sequence[Any]) -> Response:
    """Return the stored response. `known` is the row that CLAIM_SQL found."""
    fingerprint, status, body, level_then = known
    if fingerprint != asked:
        raise KeyReused([])
    if level() < level_then:
        raise NotFound
    try:
        data, headers = orjson.loads(decrypt_secret(bytes(body).decode()))
    except DecryptionError as error:
        raise Conflict(
            "answer_forgotten",
            _("This was done before. Its answer is gone, since your access has changed: look anew."),
        ) from error
    return Response(data, status=status, headers={**headers, "Idempotency-Replayed": "true"})
