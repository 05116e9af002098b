"""Idempotency keys: the answer is stored in the transaction of the change, so both are there or neither."""

from __future__ import annotations

from collections.abc import Callable
from hashlib import blake2b

import orjson
from django.db import connection
from django.utils.translation import gettext_lazy as _
from rest_framework.response import Response

from viche.kernel.actor import Actor
from viche.kernel.api.answers import JsonRenderer
from viche.kernel.errors import Conflict, Invalid, Malformed
from viche.kernel.events import unit
from viche.kernel.models import IdempotencyKey


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
    owner = str(actor.token_id or actor.person_id or "")
    with unit():
        if not _claimed(owner, key):
            raise Conflict("in_flight", _("The same request is still under way."))
        known = IdempotencyKey.objects.filter(owner=owner, key=key).first()
        if known is not None:
            return _replay(known, fingerprint)
        response = produce()
        IdempotencyKey.objects.create(
            owner=owner,
            key=key,
            fingerprint=fingerprint,
            status=response.status_code,
            body=orjson.dumps(response.data, option=JsonRenderer.options),
            headers={
                name: response.headers[name] for name in ("ETag", "Location") if name in response.headers
            },
        )
        return response


def _claimed(owner: str, key: str) -> bool:
    """Hold the key until the end of the transaction, or say that somebody else does."""
    number = int.from_bytes(blake2b(f"{owner}\n{key}".encode(), digest_size=8).digest(), signed=True)
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [number])
        return bool(cursor.fetchone()[0])


def _replay(known: IdempotencyKey, fingerprint: str) -> Response:
    if known.fingerprint != fingerprint:
        raise Invalid([], detail=_("This Idempotency-Key was used for another request."))
    headers = {**known.headers, "Idempotency-Replayed": "true"}
    return Response(orjson.loads(bytes(known.body)), status=known.status, headers=headers)
