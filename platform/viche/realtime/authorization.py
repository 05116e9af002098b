"""Authorisation of subscriptions, at every subscribe and whenever access may have changed.

A suspended subscription receives nothing. Frames that arrive meanwhile are buffered, and written or discarded
after the check.
"""

from __future__ import annotations

import asyncio
import logging
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import Error as DatabaseError
from django.utils.translation import gettext_lazy as _, override

from viche.accounts.session_validity import find_sign_in_ends
from viche.kernel.access import hash_session_id
from viche.kernel.actor import Actor
from viche.kernel.api.problems import problem_of
from viche.kernel.clock import now
from viche.kernel.errors import Forbidden, NotFound, SignedOut, TooMany, outcome_of
from viche.kernel.policy import build_missing_scope_error
from viche.realtime.frames import EncodedFrame, pack_frames
from viche.realtime.ports import Change, HubPort
from viche.realtime.registry import SubscriptionGrant, TopicKind, read_topic
from viche.realtime.replay import Replay
from viche.realtime.socket_writer import DRAINED_BELOW, TOO_FAR_BEHIND, wait_until_drained
from viche.realtime.subscriptions import Socket, Stream, Subscription
from viche.realtime.thread_pool import Batcher

logger = logging.getLogger(__name__)

SIGNED_OUT, NOTHING_LEFT = 4401, 4403
FLUSH_GRACE = 0.05  # seconds in which frames written before a revocation must have been sent
Ask = tuple[Actor, str]  # may this actor subscribe to this topic?
Answer = Callable[[str, int], dict[str, Any]]  # builds a frame of a kind (subscribed, resync) with a head


def authorise_subscriptions(asked: Sequence[Ask]) -> dict[Ask, SubscriptionGrant | None]:
    """Return the grant of each actor for each topic (None: no access), one query per kind of topic."""
    by_kind: dict[str, list[tuple[Ask, TopicKind, UUID]]] = defaultdict(list)
    for ask in asked:
        kind, pk = read_topic(ask[1])
        by_kind[kind.name].append((ask, kind, pk))
    answers: dict[Ask, SubscriptionGrant | None] = {}
    for group in by_kind.values():
        found = group[0][1].authorise([(ask[0], pk) for ask, _kind, pk in group])
        answers.update(zip((ask for ask, _kind, _pk in group), found, strict=True))
    return answers


def close_code_for(refusal: SignedOut) -> int:
    """Return the close code for a socket whose sign-in is refused."""
    return outcome_of(refusal).close or SIGNED_OUT


class SubscriptionAuthorizer:
    def __init__(self, hub: HubPort) -> None:
        self._hub = hub
        self._hearings: Batcher[Ask, SubscriptionGrant | None] = Batcher(hub.pool, authorise_subscriptions)
        self._sign_ins: Batcher[Actor, datetime | SignedOut] = Batcher(hub.pool, find_sign_in_ends)

    # Subscribe

    async def subscribe(self, socket: Socket, topic: str, after: int | None, answer: Answer) -> None:
        """Subscribe a socket to a topic, with the events since `after`.

        Raises Forbidden for a token without the scope, NotFound for a topic that the person may not see,
        TooMany beyond the limit of subscriptions.
        """
        kind, _pk = read_topic(topic)
        kind.check_scopes(socket.actor)
        if topic in socket.subscriptions:
            self.drop(socket.subscriptions[topic])
        if len(socket.subscriptions) >= self._hub.limits.subscriptions:
            raise TooMany("too_many_subscriptions", _("This connection listens to too many things already."))
        subscription = socket.subscriptions[topic] = Subscription(socket, topic)
        try:
            await self._wait_until_authorised(subscription)
            stream = subscription.stream = self._hub.stream(topic)
            stream.joining[subscription] = []
            await self._hub.opened(stream)
            await self._begin(subscription, stream, after, answer)
            await self._go_live(subscription, stream)
        except BaseException:
            self.drop(subscription)
            raise

    async def _begin(
        self, subscription: Subscription, stream: Stream, after: int | None, answer: Answer
    ) -> None:
        """Answer the client and write the missed events, up to the stream's head at that moment."""
        socket, hub = subscription.socket, self._hub
        replay: Replay | None = None
        if after is not None and stream.head - after <= hub.limits.replay:
            replay = await hub.replays.get((subscription.topic, min(after, stream.head)))
            hub.take_replay(stream, replay)
        await self._wait_until_authorised(subscription)
        hub.flush()
        head, buffer = stream.head, stream.joining[subscription]
        stream.joining[subscription] = []
        if after is None:
            socket.send(answer("subscribed", head))
        elif replay is None or not replay.complete or not 0 <= head - after <= hub.limits.replay:
            socket.send(answer("resync", head))
        else:
            socket.send(answer("subscribed", head))
            await self._write_all(subscription, self._missed(replay, after, head, buffer))

    def _missed(self, replay: Replay, after: int, head: int, buffer: list[bytes]) -> Iterable[EncodedFrame]:
        """Yield the events after `after` up to `head`: first from the database, then from the buffer."""
        largest = self._hub.limits.largest_frame
        if replay.after == after and after + len(replay.frames) == head:
            return replay.wires(largest)
        heard_from = head - len(buffer) + 1
        frames = [frame for seq, frame in replay.frames if after < seq < heard_from]
        frames += buffer[max(after + 1 - heard_from, 0) :]
        return map(EncodedFrame, pack_frames(frames, largest))

    async def _go_live(self, subscription: Subscription, stream: Stream) -> None:
        """Write the buffered frames; from then on the hub writes to the socket directly."""
        while True:
            await self._wait_until_authorised(subscription)
            kept = stream.joining[subscription]
            if not kept:
                break  # There is no await from here on, so no frame can arrive in between.
            stream.joining[subscription] = []
            await self._write_all(
                subscription, map(EncodedFrame, pack_frames(kept, self._hub.limits.largest_frame))
            )
        del stream.joining[subscription]
        stream.live[subscription] = subscription.socket.outlet.write
        if subscription.meets:
            # Not earlier: presence is shown to live subscribers only.
            self._hub.presence.met(subscription)

    async def _write_all(self, subscription: Subscription, wires: Iterable[EncodedFrame]) -> None:
        outlet = subscription.socket.outlet
        for wire in wires:
            if outlet.waiting() > DRAINED_BELOW:
                try:
                    async with asyncio.timeout(self._hub.limits.grace):
                        await wait_until_drained(outlet)
                except TimeoutError:
                    outlet.close(TOO_FAR_BEHIND, "too far behind")
            await self._wait_until_authorised(subscription)
            outlet.write(wire)

    # Re-checks

    def apply_change(self, change: Change) -> None:
        """Suspend all subscriptions and sockets that an access change may affect."""
        hub = self._hub
        if (
            change.person_id is None
            and not change.session_digest
            and change.token_id is None
            and change.topic
        ):
            for socket in hub.sockets:
                if change.topic in socket.subscriptions:
                    self.suspend(socket.subscriptions[change.topic])
            return
        sockets = hub.sockets if change.person_id is None else hub.people.get(change.person_id, set())
        for socket in list(sockets):
            if _affects(change, socket.actor):
                self.recheck_socket(socket)

    def recheck_socket(self, socket: Socket) -> None:
        """Check again whether the socket's session or token is valid, and each of its subscriptions."""
        socket.doubts += 1
        for subscription in list(socket.subscriptions.values()):
            self.suspend(subscription)
        if socket.task is None:
            socket.task = asyncio.create_task(self._recheck_sign_in(socket))

    def suspend(self, subscription: Subscription) -> None:
        """Stop deliveries to a subscription until its access is confirmed."""
        subscription.suspect = True
        stream = subscription.stream
        if stream is not None and subscription in stream.live:
            del stream.live[subscription]
            stream.joining[subscription] = []
            subscription.task = asyncio.create_task(self._recheck_subscription(subscription, stream))

    async def verify_sign_in(self, socket: Socket) -> None:
        """Wait until the socket's sign-in is confirmed. Raises SignedOut when it has ended."""
        while socket.suspect or not self._hub.watch.is_confirmed():
            await self._hub.watch.confirmed()  # first: a query after it cannot be older than the confirmation
            await self._wait_until_signed_in(socket)

    async def check_types(self, subscription: Subscription) -> None:
        """Raise Forbidden for a subscriber without write access, NotFound if access has ended."""
        await self._wait_until_authorised(subscription)
        kind, _pk = read_topic(subscription.topic)
        if kind.write_scope and not subscription.socket.actor.has_scope(kind.write_scope):
            raise build_missing_scope_error(kind.write_scope)
        if not subscription.types:
            raise Forbidden

    async def _recheck_sign_in(self, socket: Socket) -> None:
        try:
            await self._insist(self._wait_until_signed_in, socket)
        except SignedOut as refusal:
            self.dismiss(socket, refusal)
        finally:
            socket.task = None

    async def _recheck_subscription(self, subscription: Subscription, stream: Stream) -> None:
        try:
            await self._insist(self._wait_until_authorised, subscription)
            await self._insist(lambda one: self._go_live(one, stream), subscription)
        except SignedOut as refusal:
            self.dismiss(subscription.socket, refusal)
        except NotFound as refusal:
            await self._revoke(subscription, refusal)

    async def _insist(self, ask: Callable[[Any], Any], about: Any) -> None:
        """Retry a check until it succeeds; the access stays suspended meanwhile."""
        while True:
            try:
                await ask(about)
                return
            except (NotFound, SignedOut):
                raise
            except Exception as error:
                known = isinstance(error, DatabaseError)
                logger.warning("access_not_asked", exc_info=None if known else error)
                await asyncio.sleep(self._hub.limits.look)

    async def _wait_until_authorised(self, subscription: Subscription) -> None:
        """Wait until the subscription may be written to; returns at once if it is not suspended.

        Raises NotFound or SignedOut when its access has ended.
        """
        while subscription.suspect or not self._hub.watch.is_confirmed():
            if subscription.suspect:
                await self._ask(subscription)
            else:
                await self._hub.watch.confirmed()

    async def _ask(self, subscription: Subscription) -> None:
        await self._wait_until_signed_in(subscription.socket)
        subscription.suspect = False
        try:
            hearing = await self._hearings.get((subscription.socket.actor, subscription.topic))
        except BaseException:
            subscription.suspect = True
            raise
        if hearing is None:
            raise NotFound
        subscription.ends(hearing.until, self.suspend)
        subscription.types = hearing.types
        if subscription.meets != hearing.meets:
            subscription.meets = hearing.meets
            if not subscription.meets:
                self._hub.presence.met(subscription)

    async def _wait_until_signed_in(self, socket: Socket) -> None:
        while socket.suspect:
            doubts = socket.doubts  # another change may arrive during the query
            until = await self._sign_ins.get(socket.actor)
            if isinstance(until, SignedOut):
                raise until
            socket.ends_at = self._hub.time() + (until - now()).total_seconds()
            socket.settled = max(socket.settled, doubts)

    # End

    def dismiss(self, socket: Socket, refusal: SignedOut) -> None:
        """Close a socket whose sign-in has ended, and discard its buffered frames."""
        for subscription in list(socket.subscriptions.values()):
            self.drop(subscription)
        socket.outlet.close(close_code_for(refusal), refusal.reason)

    async def _revoke(self, subscription: Subscription, refusal: NotFound) -> None:
        socket = subscription.socket
        subscription.task = None  # this task itself runs to its end
        self.drop(subscription)
        if socket.outlet.waiting():
            await asyncio.sleep(FLUSH_GRACE)
            if socket.outlet.waiting():
                # What a slow client has not received must not reach it any more.
                socket.outlet.abort()
        with override(socket.language):
            socket.send({"type": "revoked", "topic": subscription.topic, "problem": problem_of(refusal)})
        if not socket.subscriptions:
            socket.outlet.close(NOTHING_LEFT, "nothing left to see")

    def drop(self, subscription: Subscription) -> None:
        """End a subscription in any state."""
        socket, stream = subscription.socket, subscription.stream
        subscription.ends(None, self.suspend)
        if subscription.task is not None:
            subscription.task.cancel()
            subscription.task = None
        if socket.subscriptions.get(subscription.topic) is subscription:
            del socket.subscriptions[subscription.topic]
        self._hub.presence.left(socket, subscription.topic)
        if stream is not None:
            stream.live.pop(subscription, None)
            stream.joining.pop(subscription, None)
            self._hub.release(stream)


def _affects(change: Change, actor: Actor) -> bool:
    if change.token_id is not None and change.token_id != actor.token_id:
        return False
    return not change.session_digest or change.session_digest == hash_session_id(actor.session_id)
