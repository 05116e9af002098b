"""The websocket endpoint `/ws/v1`: who may come in, and the loop that reads what a client says."""

from __future__ import annotations

import logging
from typing import Any
from urllib.parse import parse_qs

from channels.generic.websocket import AsyncWebsocketConsumer
from django.conf import settings
from django.db import Error as DatabaseError
from django.utils.translation.trans_real import get_supported_language_variant, parse_accept_lang_header

from viche.kernel.errors import SecondFactorRequired, SignedOut
from viche.realtime.commands import obey
from viche.realtime.hub import Hub, current_hub
from viche.realtime.identity import NOBODY, Arrival, header, session_key
from viche.realtime.leave import closing
from viche.realtime.outlet import Send, outlet_for
from viche.realtime.subscriptions import Socket
from viche.realtime.tickets import redeem_ticket

logger = logging.getLogger(__name__)

BINARY, TOO_LARGE, TRY_LATER, SIGNED_OUT, FLOODING = 1003, 1009, 1013, 4401, 4429


class Consumer(AsyncWebsocketConsumer):  # type: ignore[misc]  # Channels publishes no types
    """One socket. Reads frame after frame; everything that is sent goes through the hub.

    Channels' own dispatch visits the thread of the database before each message and keeps a second task for
    each socket, and its layer would keep a channel: none of it is needed, so `__call__` is a plain loop.
    """

    channel_layer_alias = "none"

    async def __call__(self, scope: dict[str, Any], receive: Any, send: Send) -> None:
        self.scope, self.base_send = scope, send
        await receive()  # websocket.connect
        ticket = _ticket(scope)
        if not _origin_permitted(scope, ticket):
            await self.close()  # before the accept: a bare 403
            return
        hub = current_hub()
        hub.visitors += 1
        try:
            await self._welcome(hub, ticket, receive)
        finally:
            hub.visitors -= 1

    async def _welcome(self, hub: Hub, ticket: str | None, receive: Any) -> None:
        # Before the sign-in is read: what has changed since then is looked at again.
        mark = await hub.watch.begun()
        try:
            arrival = await _arrival(hub, self.scope, ticket)
        except DatabaseError:
            await self._refuse(TRY_LATER, "try_later")
            return
        except SignedOut as refusal:
            await self._refuse(closing(refusal), refusal.reason)
            return
        if arrival.actor.is_anonymous:
            await self._refuse(SIGNED_OUT, SignedOut.code)
        elif arrival.lacks_factor:
            lacking = SecondFactorRequired()
            await self._refuse(closing(lacking), lacking.reason)
        elif hub.is_crowded(arrival.actor):
            await self._refuse(FLOODING, "flooding")
        else:
            await self._serve(hub, arrival, mark, receive)

    async def _refuse(self, code: int, why: str) -> None:
        await self.accept()
        await self.close(code, why)

    async def _serve(self, hub: Hub, arrival: Arrival, mark: int | None, receive: Any) -> None:
        await self.accept()
        outlet = outlet_for(self.base_send, hub.limits)
        language = arrival.language or _language(self.scope)
        socket = Socket(arrival, outlet, language, hub.limits, hub.time())
        _forget(self.scope)
        try:
            await hub.attach(socket, mark)
            while (message := await receive())["type"] == "websocket.receive":
                if not outlet.closed:
                    await _hear(hub, socket, message)
        except SignedOut as refusal:
            outlet.close(closing(refusal), refusal.reason)
        finally:
            hub.detach(socket)


async def _hear(hub: Hub, socket: Socket, message: dict[str, Any]) -> None:
    text, outlet = message.get("text"), socket.outlet
    if not socket.heard(hub.time()):
        outlet.close(FLOODING, "flooding")
    elif text is None:
        outlet.close(BINARY, "text only")
    elif (
        len(text) > hub.limits.largest_frame or len(text.encode(errors="replace")) > hub.limits.largest_frame
    ):
        outlet.close(TOO_LARGE, "too large")
    else:
        await obey(hub, socket, text)


async def _arrival(hub: Hub, scope: dict[str, Any], ticket: str | None) -> Arrival:
    if ticket is not None:
        return Arrival(await hub.pool.run(lambda: redeem_ticket(ticket=ticket)))
    key = session_key(scope)
    return NOBODY if key is None else await hub.arrivals.get(key)


def _origin_permitted(scope: dict[str, Any], ticket: str | None) -> bool:
    """A page of ours, by its exact origin; without an origin (no browser) only with a ticket."""
    origins = header(scope, b"origin")
    if not origins:
        return ticket is not None
    return len(origins) == 1 and origins[0] in settings.ORIGINS


def _ticket(scope: dict[str, Any]) -> str | None:
    if not scope["query_string"]:
        return None
    given = parse_qs(scope["query_string"].decode("latin-1"), keep_blank_values=True).get("ticket")
    return given[-1] if given else None


def _language(scope: dict[str, Any]) -> str:
    for wanted, _weight in parse_accept_lang_header(",".join(header(scope, b"accept-language"))[:500]):
        try:
            return get_supported_language_variant(wanted)
        except LookupError:
            continue
    return settings.LANGUAGE_CODE


def _forget(scope: dict[str, Any]) -> None:
    """A socket lives for days: what its handshake said is not needed, and the cookie must not lie about."""
    scope["headers"].clear()  # the server's own list
    scope.clear()
