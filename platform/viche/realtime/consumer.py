"""The websocket endpoint `/ws/v1`: admission of connections, and the loop that reads their frames."""

from __future__ import annotations

import logging
from typing import Any
from urllib.parse import parse_qs

from channels.generic.websocket import AsyncWebsocketConsumer
from django.conf import settings
from django.db import Error as DatabaseError
from django.utils.translation.trans_real import get_supported_language_variant, parse_accept_lang_header

from viche.kernel.errors import SecondFactorRequired, SignedOut
from viche.realtime.authorization import close_code_for
from viche.realtime.commands import handle_frame
from viche.realtime.hub import Hub, get_hub
from viche.realtime.identity import (
    ANONYMOUS_IDENTITY,
    ConnectionIdentity,
    get_header_values,
    read_session_key,
)
from viche.realtime.socket_writer import Send, writer_for
from viche.realtime.subscriptions import Socket
from viche.realtime.tickets import redeem_ticket

logger = logging.getLogger(__name__)

BINARY, TOO_LARGE, TRY_LATER, SIGNED_OUT, FLOODING = 1003, 1009, 1013, 4401, 4429


class Consumer(AsyncWebsocketConsumer):  # type: ignore[misc]  # Channels publishes no types
    """One socket. Reads frame after frame; everything that is sent goes through the hub.

    Channels' own dispatch switches to the database thread before each message and keeps a second task for
    each socket, and its layer would keep a channel: none of it is needed, so `__call__` is a plain loop.
    """

    channel_layer_alias = "none"

    async def __call__(self, scope: dict[str, Any], receive: Any, send: Send) -> None:
        self.scope, self.base_send = scope, send
        await receive()  # websocket.connect
        ticket = _ticket_of(scope)
        if not _is_origin_allowed(scope, ticket):
            await self.close()  # before the accept: answered by a bare 403
            return
        hub = get_hub()
        hub.visitors += 1
        try:
            await self._welcome(hub, ticket, receive)
        finally:
            hub.visitors -= 1

    async def _welcome(self, hub: Hub, ticket: str | None, receive: Any) -> None:
        # Before the sign-in is read: later changes make the hub check it again.
        mark = await hub.watch.begun()
        try:
            arrival = await _authenticate(hub, self.scope, ticket)
        except DatabaseError:
            await self._refuse(TRY_LATER, "try_later")
            return
        except SignedOut as refusal:
            await self._refuse(close_code_for(refusal), refusal.reason)
            return
        if arrival.actor.is_anonymous:
            await self._refuse(SIGNED_OUT, SignedOut.code)
        elif arrival.lacks_factor:
            lacking = SecondFactorRequired()
            await self._refuse(close_code_for(lacking), lacking.reason)
        elif hub.is_crowded(arrival.actor):
            await self._refuse(FLOODING, "flooding")
        else:
            await self._serve(hub, arrival, mark, receive)

    async def _refuse(self, code: int, why: str) -> None:
        await self.accept()
        await self.close(code, why)

    async def _serve(self, hub: Hub, arrival: ConnectionIdentity, mark: int | None, receive: Any) -> None:
        await self.accept()
        outlet = writer_for(self.base_send, hub.limits)
        language = arrival.language or _language_of(self.scope)
        socket = Socket(arrival, outlet, language, hub.limits, hub.time())
        _clear_scope(self.scope)
        try:
            await hub.attach(socket, mark)
            while (message := await receive())["type"] == "websocket.receive":
                if not outlet.closed:
                    await _handle_message(hub, socket, message)
        except SignedOut as refusal:
            outlet.close(close_code_for(refusal), refusal.reason)
        finally:
            hub.detach(socket)


async def _handle_message(hub: Hub, socket: Socket, message: dict[str, Any]) -> None:
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
        await handle_frame(hub, socket, text)


async def _authenticate(hub: Hub, scope: dict[str, Any], ticket: str | None) -> ConnectionIdentity:
    if ticket is not None:
        return ConnectionIdentity(await hub.pool.run(lambda: redeem_ticket(ticket=ticket)))
    key = read_session_key(scope)
    return ANONYMOUS_IDENTITY if key is None else await hub.arrivals.get(key)


def _is_origin_allowed(scope: dict[str, Any], ticket: str | None) -> bool:
    """Return whether the origin is one of ours.

    Without an origin (no browser) only a ticket is accepted.
    """
    origins = get_header_values(scope, b"origin")
    if not origins:
        return ticket is not None
    return len(origins) == 1 and origins[0] in settings.ORIGINS


def _ticket_of(scope: dict[str, Any]) -> str | None:
    if not scope["query_string"]:
        return None
    given = parse_qs(scope["query_string"].decode("latin-1"), keep_blank_values=True).get("ticket")
    return given[-1] if given else None


def _language_of(scope: dict[str, Any]) -> str:
    for wanted, _weight in parse_accept_lang_header(
        ",".join(get_header_values(scope, b"accept-language"))[:500]
    ):
        try:
            return get_supported_language_variant(wanted)
        except LookupError:
            continue
    return settings.LANGUAGE_CODE


def _clear_scope(scope: dict[str, Any]) -> None:
    """Clear the handshake data of a long-lived socket.

    It is not needed, and the cookie must not stay in memory.
    """
    scope["headers"].clear()  # the server's own list
    scope.clear()
