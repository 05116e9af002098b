"""Idempotency keys: the answer is stored in the transaction of the change, so both are there or neither."""

from __future__ import annotations

from collections.abc import Callable
from hashlib import blake2b
from typing import Any

import orjson
from django.utils.translation import gettext_lazy as _
from rest_framework.response import Response

from viche.kernel.actor import Actor
from viche.kernel.api.answers import JsonRenderer
from viche.kernel.clock import now
from viche.kernel.errors import Conflict, Invalid, Malformed
from viche.kernel.events import Outrun, unit
from viche.kernel.ids import uuid7
from viche.kernel.sql import prepared

# Holds the key until the end of the transaction, or says that somebody else does; and the answer, if known.
CLAIM = """
    SELECT pg_try_advisory_xact_lock(%(lock)s::bigint), fingerprint, status, body, headers
    FROM (VALUES (true)) AS asked
    LEFT JOIN kernel_idempotencykey AS known ON known.owner = %(owner)s AND known.key = %(key)s
"""
KEEP = """
    INSERT INTO kernel_idempotencykey (id, owner, key, fingerprint, status, body, headers, created_at)
    VALUES (%(id)s, %(owner)s, %(key)s, %(fingerprint)s, %(status)s, %(body)s, %(headers)s::jsonb, %(at)s)
    ON CONFLICT (owner, key) DO NOTHING RETURNING id
"""
KEPT_HEADERS = ("ETag", "Location")


def answer_once(actor: Actor, key: str, fingerprint: str, produce: Callable[[], Response]) -> Response:
    """The stored answer for a key that was used before, else a new one, stored.

    `fingerprint` tells requests apart. Raises Malformed for a bad key, Conflict while another request with
    the key is under way, Invalid when the key came with another request before. Refusals are not stored:
    nothing happened.
    """
    if not 1 <= len(key) <= 200 or not key.isascii() or not key.isprintable():
        raise Malformed(
            "bad_idempotency_key", _("Idempotency-Key takes 1 to 200 printable ASCII characters.")
        )
    asked = {"owner": str(actor.token_id or actor.person_id or ""), "key": key, "fingerprint": fingerprint}
    try:
        return _answer(asked, produce)
    except Outrun:
        return _answer(asked, produce)


def _answer(asked: dict[str, Any], produce: Callable[[], Response]) -> Response:
    with unit():
        ((is_held, *known),) = prepared(CLAIM, {**asked, "lock": _lock(asked)})
        if not is_held:
            raise Conflict("in_flight", _("The same request is still under way."))
        if known[0] is not None:
            return _replay(asked["fingerprint"], *known)
        response = produce()
        if not prepared(KEEP, {**asked, **_kept(response)}):
            # It was answered between the look for its answer and the hold on its key.
            raise Outrun
        return response


def _lock(asked: dict[str, Any]) -> int:
    name = f"{asked['owner']}\n{asked['key']}".encode()
    return int.from_bytes(blake2b(name, digest_size=8).digest(), signed=True)


def _kept(response: Response) -> dict[str, Any]:
    headers = {name: response.headers[name] for name in KEPT_HEADERS if name in response.headers}
    return {
        "id": uuid7(),
        "status": response.status_code,
        "body": orjson.dumps(response.data, option=JsonRenderer.options),
        "headers": orjson.dumps(headers).decode(),
        "at": now(),
    }


def _replay(asked: str, fingerprint: str, status: int, body: bytes, headers: str) -> Response:
    if fingerprint != asked:
        raise Invalid([], detail=_("This Idempotency-Key was used for another request."))
    stored = {**orjson.loads(headers), "Idempotency-Replayed": "true"}
    return Response(orjson.loads(bytes(body)), status=status, headers=stored)
