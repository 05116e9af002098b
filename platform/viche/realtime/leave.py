"""Leave to hear: asked for at every subscribe, and again whenever access may have changed.

A subscription whose leave is in doubt hears nothing; what comes in the meantime is kept for it, and written
or thrown away with the answer.
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

from viche.accounts.live import sign_ins_until
from viche.kernel.access import session_digest
from viche.kernel.actor import Actor
from viche.kernel.api.problems import problem_of
from viche.kernel.clock import now
from viche.kernel.errors import Forbidden, NotFound, SignedOut, TooMany, outcome_of
from viche.kernel.policy import lacking
from viche.realtime.frames import Wire, bundles
from viche.realtime.outlet import DRAINED_BELOW, TOO_FAR_BEHIND, drained
from viche.realtime.pool import Batcher
from viche.realtime.ports import Change, HubPort
from viche.realtime.registry import Hearing, TopicKind, read_topic
from viche.realtime.replay import Replay
from viche.realtime.subscriptions import Socket, Stream, Subscription

logger = logging.getLogger(__name__)

SIGNED_OUT, NOTHING_LEFT = 4401, 4403
LAST_WORDS = 0.05  # seconds in which what was written before a revocation must have left
Ask = tuple[Actor, str]  # may this actor hear this topic?
Answer = Callable[[str, int], dict[str, Any]]  # frame of a kind (subscribed, resync) with a head


def hearings(asked: Sequence[Ask]) -> dict[Ask, Hearing | None]:
    """The leave of each actor to hear each topic, one trip for each kind of topic."""
    by_kind: dict[str, list[tuple[Ask, TopicKind, UUID]]] = defaultdict(list)
    for ask in asked:
        kind, pk = read_topic(ask[1])
        by_kind[kind.name].append((ask, kind, pk))
    answers: dict[Ask, Hearing | None] = {}
    for group in by_kind.values():
        found = group[0][1].hearings([(ask[0], pk) for ask, _kind, pk in group])
        answers.update(zip((ask for ask, _kind, _pk in group), found, strict=True))
    return answers


def closing(refusal: SignedOut) -> int:
    """The code with which a socket is closed whose sign-in opens nothing."""
    return outcome_of(refusal).close or SIGNED_OUT


class Leave:
    def __init__(self, hub: HubPort) -> None:
        self._hub = hub
        self._hearings: Batcher[Ask, Hearing | None] = Batcher(hub.pool, hearings)
        self._sign_ins: Batcher[Actor, datetime | SignedOut] = Batcher(hub.pool, sign_ins_until)

    # Coming

    async def subscribe(self, socket: Socket, topic: str, after: int | None, answer: Answer) -> None:
        """Let a socket hear a topic from now on, with what it missed since `after`.

        Raises Forbidden for a token without the scope, NotFound for a topic that is not there for this
        person, TooMany for one topic too many.
        """
        kind, _pk = read_topic(topic)
        kind.check_scopes(socket.actor)
        if topic in socket.subscriptions:
            self.drop(socket.subscriptions[topic])
        if len(socket.subscriptions) >= self._hub.limits.subscriptions:
            raise TooMany("too_many_subscriptions", _("This connection listens to too many things already."))
        subscription = socket.subscriptions[topic] = Subscription(socket, topic)
        try:
            await self._clear(subscription)
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
        """Answer, and write what was missed. It then stands where the stream stood at the answer."""
        socket, hub = subscription.socket, self._hub
        replay: Replay | None = None
        if after is not None and stream.head - after <= hub.limits.replay:
            replay = await hub.replays.get((subscription.topic, min(after, stream.head)))
            hub.take_replay(stream, replay)
        await self._clear(subscription)
        hub.flush()
        head, buffer = stream.head, stream.joining[subscription]
        stream.joining[subscription] = []
        if after is None:
            socket.send(answer("subscribed", head))
        elif replay is None or not replay.complete or not 0 <= head - after <= hub.limits.replay:
            socket.send(answer("resync", head))
        else:
            socket.send(answer("subscribed", head))
            await self._pour(subscription, self._missed(replay, after, head, buffer))

    def _missed(self, replay: Replay, after: int, head: int, buffer: list[bytes]) -> Iterable[Wire]:
        """What follows `after` up to `head`: read from the database, then heard while that was read."""
        largest = self._hub.limits.largest_frame
        if replay.after == after and after + len(replay.frames) == head:
            return replay.wires(largest)
        heard_from = head - len(buffer) + 1
        frames = [frame for seq, frame in replay.frames if after < seq < heard_from]
        frames += buffer[max(after + 1 - heard_from, 0) :]
        return map(Wire, bundles(frames, largest))

    async def _go_live(self, subscription: Subscription, stream: Stream) -> None:
        """Write what was kept, then let the hub write directly."""
        while True:
            await self._clear(subscription)
            kept = stream.joining[subscription]
            if not kept:
                break  # nothing is awaited from here on, so nothing falls between
            stream.joining[subscription] = []
            await self._pour(subscription, map(Wire, bundles(kept, self._hub.limits.largest_frame)))
        del stream.joining[subscription]
        stream.live[subscription] = subscription.socket.outlet.write
        if subscription.meets:
            # Not before: who is shown goes to those alone who hear.
            self._hub.presence.met(subscription)

    async def _pour(self, subscription: Subscription, wires: Iterable[Wire]) -> None:
        outlet = subscription.socket.outlet
        for wire in wires:
            if outlet.waiting() > DRAINED_BELOW:
                try:
                    async with asyncio.timeout(self._hub.limits.grace):
                        await drained(outlet)
                except TimeoutError:
                    outlet.close(TOO_FAR_BEHIND, "too far behind")
            await self._clear(subscription)
            outlet.write(wire)

    # Doubt

    def reconsider(self, change: Change) -> None:
        """Take into doubt whatever an access change is about."""
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
            if _concerns(change, socket.actor):
                self.doubt(socket)

    def doubt(self, socket: Socket) -> None:
        """Ask anew whether the socket's session or token lives, and for every leave that it has."""
        socket.doubts += 1
        for subscription in list(socket.subscriptions.values()):
            self.suspend(subscription)
        if socket.task is None:
            socket.task = asyncio.create_task(self._examine(socket))

    def suspend(self, subscription: Subscription) -> None:
        """Deliver nothing to a subscription until its leave is confirmed."""
        subscription.suspect = True
        stream = subscription.stream
        if stream is not None and subscription in stream.live:
            del stream.live[subscription]
            stream.joining[subscription] = []
            subscription.task = asyncio.create_task(self._recheck(subscription, stream))

    async def vouch(self, socket: Socket) -> None:
        """Wait until the socket's sign-in is beyond doubt. Raises SignedOut when it has ended."""
        while socket.suspect or not self._hub.watch.is_confirmed():
            await self._hub.watch.confirmed()  # first: what is asked after it cannot be older than the watch
            await self._alive(socket)

    async def check_types(self, subscription: Subscription) -> None:
        """Raises Forbidden for a listener who may not write on the topic, NotFound when its leave ended."""
        await self._clear(subscription)
        kind, _pk = read_topic(subscription.topic)
        if kind.write_scope and not subscription.socket.actor.has_scope(kind.write_scope):
            raise lacking(kind.write_scope)
        if not subscription.types:
            raise Forbidden

    async def _examine(self, socket: Socket) -> None:
        try:
            await self._insist(self._alive, socket)
        except SignedOut as refusal:
            self.dismiss(socket, refusal)
        finally:
            socket.task = None

    async def _recheck(self, subscription: Subscription, stream: Stream) -> None:
        try:
            await self._insist(self._clear, subscription)
            await self._insist(lambda one: self._go_live(one, stream), subscription)
        except SignedOut as refusal:
            self.dismiss(subscription.socket, refusal)
        except NotFound as refusal:
            await self._revoke(subscription, refusal)

    async def _insist(self, ask: Callable[[Any], Any], about: Any) -> None:
        """Ask until there is an answer: what cannot be asked now stays in doubt."""
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

    async def _clear(self, subscription: Subscription) -> None:
        """Wait until something may be written to the subscription; at once when there is no doubt.

        Raises NotFound or SignedOut when its leave has ended.
        """
        while subscription.suspect or not self._hub.watch.is_confirmed():
            if subscription.suspect:
                await self._ask(subscription)
            else:
                await self._hub.watch.confirmed()

    async def _ask(self, subscription: Subscription) -> None:
        await self._alive(subscription.socket)
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

    async def _alive(self, socket: Socket) -> None:
        while socket.suspect:
            doubts = socket.doubts  # another may come while this is asked
            until = await self._sign_ins.get(socket.actor)
            if isinstance(until, SignedOut):
                raise until
            socket.ends_at = self._hub.time() + (until - now()).total_seconds()
            socket.settled = max(socket.settled, doubts)

    # Going

    def dismiss(self, socket: Socket, refusal: SignedOut) -> None:
        """Close a socket whose sign-in opens nothing any more; what waits for it is forgotten."""
        for subscription in list(socket.subscriptions.values()):
            self.drop(subscription)
        socket.outlet.close(closing(refusal), refusal.reason)

    async def _revoke(self, subscription: Subscription, refusal: NotFound) -> None:
        socket = subscription.socket
        subscription.task = None  # this task goes on to its end
        self.drop(subscription)
        if socket.outlet.waiting():
            await asyncio.sleep(LAST_WORDS)
            if socket.outlet.waiting():
                # What a slow client has not taken must not reach it any more.
                socket.outlet.abort()
        with override(socket.language):
            socket.send({"type": "revoked", "topic": subscription.topic, "problem": problem_of(refusal)})
        if not socket.subscriptions:
            socket.outlet.close(NOTHING_LEFT, "nothing left to see")

    def drop(self, subscription: Subscription) -> None:
        """End a subscription, whatever state it is in."""
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


def _concerns(change: Change, actor: Actor) -> bool:
    if change.token_id is not None and change.token_id != actor.token_id:
        return False
    return not change.session_digest or change.session_digest == session_digest(actor.session_id)
