"""Presence and typing: shown on request, with automatic expiry.

A person is present on a topic while one of their sockets has asked for presence there. Redis keeps the
present people of a topic in a sorted set by expiry; each hub refreshes its own people and reads all others.
People who hide their presence are not added; that is checked again at each refresh. Topics without such
sockets cost nothing.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Mapping, Sequence
from datetime import timedelta
from time import time as wall_time
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import Error as DatabaseError
from redis.asyncio import Redis
from redis.asyncio.retry import Retry
from redis.backoff import NoBackoff
from redis.exceptions import RedisError

from viche.kernel.clock import now
from viche.realtime.channels import PRESENCE, channel_of
from viche.realtime.frames import EncodedFrame, dump
from viche.realtime.people import describe_by_name, find_hidden_from_presence
from viche.realtime.ports import HubPort
from viche.realtime.registry import Data, read_topic
from viche.realtime.subscriptions import Socket, Subscription

logger = logging.getLogger(__name__)

MAX_SHOWN = 100
MAX_CACHED_PEOPLE = 5000
REDIS_TIMEOUT = 1.0  # seconds for one Redis round trip
MISSED_REFRESHES = 3  # refreshes that may fail before a person counts as gone
TYPING_INTERVAL = 2.0  # seconds: more frequent frames are dropped
TYPING_TTL = timedelta(seconds=6)


class Presence:
    def __init__(self, hub: HubPort) -> None:
        self._hub = hub
        self._redis: Redis = Redis.from_url(
            settings.REDIS_URL,
            socket_timeout=REDIS_TIMEOUT,
            socket_connect_timeout=REDIS_TIMEOUT,
            retry=Retry(NoBackoff(), 0),
            protocol=2,
        )
        self._watching: dict[str, dict[Socket, None]] = {}
        self._shown: dict[
            str, tuple[list[str], EncodedFrame]
        ] = {}  # the ids and the frame that were sent last
        self._known: dict[tuple[str, UUID], Data] = {}  # cached presentations of people
        self._discreet: set[UUID] = set()  # local people who hide their presence
        self._to_look: set[str] = set()
        self._to_refresh: set[str] = set()
        self._task: asyncio.Task[None] | None = None
        self._due = 0.0

    # Join and leave

    def join(self, subscription: Subscription) -> None:
        """Mark the person as present, and send the other present people to the socket."""
        topic = subscription.topic
        self._watching.setdefault(topic, {})[subscription.socket] = None
        self._shown.pop(topic, None)
        self._to_refresh.add(topic)
        self.look(topic)

    def met(self, subscription: Subscription) -> None:
        """Send the presence to a socket that is live again; an empty list if it may not see presence."""
        topic, outlet = subscription.topic, subscription.socket.outlet
        if subscription.socket not in self._watching.get(topic, {}):
            return
        if not subscription.meets:
            outlet.write(_presence_frame(topic, {}))
        elif topic in self._shown:
            outlet.write(self._shown[topic][1])
        else:
            self.look(topic)

    def left(self, socket: Socket, topic: str) -> None:
        """Remove a socket from a topic."""
        sockets = self._watching.get(topic, {})
        if socket not in sockets:
            return
        del sockets[socket]
        if not sockets:
            del self._watching[topic]
            self._shown.pop(topic, None)
        if socket.actor.person_id not in {other.actor.person_id for other in sockets}:
            self._later(self._gone(topic, str(socket.actor.person_id)))

    def look(self, topic: str) -> None:
        """Schedule a read of the present people, if a local socket has asked for them."""
        if topic in self._watching:
            self._to_look.add(topic)
            if self._task is None:
                self._task = asyncio.create_task(self._run())

    def look_again(self) -> None:
        """Make the next refresh due at once, because Redis may have lost its data."""
        self._due = 0.0

    def beat(self, present: float) -> None:
        """Schedule the periodic refresh when it is due."""
        if self._watching and present >= self._due:
            self._due = present + self._hub.limits.presence
            self._to_refresh.update(self._watching)
            for topic in self._watching:
                self.look(topic)

    async def typing(self, subscription: Subscription) -> None:
        """Publish that the person types, unless they hide their presence."""
        present, person_id = self._hub.time(), subscription.socket.actor.person_id
        if person_id is None or present - subscription.typed_at < TYPING_INTERVAL:
            return
        subscription.typed_at = present
        await self._refresh_hidden({person_id})
        if person_id in self._discreet:
            return
        people = await self._describe(subscription.topic, [person_id])
        if person_id in people:
            frame = {
                "type": "typing",
                "topic": subscription.topic,
                "person_id": person_id,
                "name": people[person_id]["name"],
                "until": now() + TYPING_TTL,
            }
            self._later(self._redis.publish(channel_of(subscription.topic), dump(frame)))

    async def stop(self) -> None:
        if self._task is not None:
            self._task.cancel()
        await self._redis.aclose()

    # Redis

    def _later(self, what: Any) -> None:
        self._hub.run_in_background(self._run_best_effort(what))

    async def _run_best_effort(self, what: Any) -> None:
        try:
            await what
        except (RedisError, OSError) as error:
            logger.info("presence_without_redis", extra={"error": type(error).__name__})

    async def _gone(self, topic: str, person_id: str) -> None:
        async with self._redis.pipeline(transaction=False) as pipeline:
            pipeline.zrem(_key(topic), person_id)
            pipeline.publish(channel_of(topic), PRESENCE)
            await pipeline.execute()

    async def _run(self) -> None:
        try:
            while self._to_look:
                topics, self._to_look = self._to_look & set(self._watching), set()
                refresh, self._to_refresh = self._to_refresh & topics, self._to_refresh - topics
                await self._refresh(refresh)
                for topic, ids in (await self._present(sorted(topics))).items():
                    await self._show(topic, ids)
        except (RedisError, OSError, DatabaseError) as error:
            logger.info("presence_not_seen", extra={"error": type(error).__name__})
        finally:
            self._task = None

    def _here(self, topic: str) -> set[UUID]:
        people = {socket.actor.person_id for socket in self._watching.get(topic, ())}
        return {one for one in people if one is not None}

    def _visible_ids(self, topic: str) -> set[str]:
        return {str(one) for one in self._here(topic) - self._discreet}

    async def _refresh_hidden(self, people: set[UUID]) -> None:
        found = await self._hub.pool.run(lambda: find_hidden_from_presence(people)) if people else set()
        self._discreet = (self._discreet - people) | found

    async def _refresh(self, topics: set[str]) -> None:
        lasts = self._hub.limits.presence * MISSED_REFRESHES
        await self._refresh_hidden(set[UUID]().union(*map(self._here, topics)))
        async with self._redis.pipeline(transaction=False) as pipeline:
            for topic in topics:
                until = wall_time() + lasts
                seen, unseen = self._visible_ids(topic), self._here(topic) & self._discreet
                if seen:
                    pipeline.zadd(_key(topic), dict.fromkeys(seen, until))
                if unseen:
                    pipeline.zrem(_key(topic), *map(str, unseen))
                pipeline.expire(_key(topic), int(lasts) + 1)
                pipeline.publish(channel_of(topic), PRESENCE)
            if topics:
                await pipeline.execute()

    async def _present(self, topics: Sequence[str]) -> dict[str, list[str]]:
        async with self._redis.pipeline(transaction=False) as pipeline:
            for topic in topics:
                pipeline.zrangebyscore(_key(topic), wall_time(), "+inf", start=0, num=MAX_SHOWN)
            found = await pipeline.execute() if topics else []
        return {topic: sorted(one.decode() for one in ids) for topic, ids in zip(topics, found, strict=True)}

    # Local clients

    async def _show(self, topic: str, ids: list[str]) -> None:
        if topic in self._shown and self._shown[topic][0] == ids:
            return
        if not self._visible_ids(topic) <= set(ids):
            # A person left in another process but still has a socket here: add them again.
            self._to_refresh.add(topic)
            self._to_look.add(topic)
        people = await self._describe(topic, [UUID(one) for one in ids])
        await self._hub.watch.confirmed()
        wire = _presence_frame(topic, people)
        self._shown[topic] = (ids, wire)
        for socket in self._watching.get(topic, ()):
            subscription = socket.subscriptions.get(topic)
            if subscription is not None and subscription.is_live and subscription.meets:
                socket.outlet.write(wire)

    async def _describe(self, topic: str, ids: Sequence[UUID]) -> dict[UUID, Data]:
        unknown = [one for one in ids if (topic, one) not in self._known]
        if unknown:
            if len(self._known) > MAX_CACHED_PEOPLE:
                self._known.clear()
            found = await self._hub.pool.run(lambda: describe_present(topic, unknown))
            self._known.update({(topic, one): data for one, data in found.items()})
        return {one: self._known[topic, one] for one in ids if (topic, one) in self._known}


def describe_present(topic: str, person_ids: Sequence[UUID]) -> Mapping[UUID, Data]:
    """Return how people are presented on a topic: as its kind registered it, else by name."""
    kind, pk = read_topic(topic)
    return (kind.introduce or describe_by_name)(pk, person_ids)


def _presence_frame(topic: str, people: Mapping[UUID, Data]) -> EncodedFrame:
    shown = [{"person_id": pk, **data} for pk, data in people.items()]
    return EncodedFrame(dump({"type": "presence", "topic": topic, "people": shown}))


def _key(topic: str) -> str:
    return f"viche:present:{topic}"
