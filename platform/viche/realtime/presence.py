"""Who is here and who is typing: known to those who look, forgotten by itself, and free while nobody looks.

A person is present on a topic while one of their sockets has asked who is there. Redis keeps the present
people of a topic in a sorted set by the moment until which they count; a hub refreshes its own and reads the
others'. Who does not want to be seen is not put there: with each refresh it is asked anew who that is.
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
from viche.realtime.frames import Wire, dump
from viche.realtime.people import by_name, discreet
from viche.realtime.ports import HubPort
from viche.realtime.registry import Data, read_topic
from viche.realtime.subscriptions import Socket, Subscription

logger = logging.getLogger(__name__)

MOST_SHOWN = 100
MOST_KNOWN = 5000
PATIENCE = 1.0  # seconds for one trip to Redis
COUNTS_FOR = 3  # refreshes that may fail before a person no longer counts
TYPING_EVERY = 2.0  # seconds: what comes sooner is swallowed
TYPING_LASTS = timedelta(seconds=6)


class Presence:
    def __init__(self, hub: HubPort) -> None:
        self._hub = hub
        self._redis: Redis = Redis.from_url(
            settings.REDIS_URL,
            socket_timeout=PATIENCE,
            socket_connect_timeout=PATIENCE,
            retry=Retry(NoBackoff(), 0),
            protocol=2,
        )
        self._watching: dict[str, dict[Socket, None]] = {}
        self._shown: dict[str, tuple[list[str], Wire]] = {}  # who was shown last, and in which words
        self._known: dict[tuple[str, UUID], Data] = {}  # how people are shown
        self._discreet: set[UUID] = set()  # who of those here is not to be seen
        self._to_look: set[str] = set()
        self._to_refresh: set[str] = set()
        self._task: asyncio.Task[None] | None = None
        self._due = 0.0

    # Coming and going

    def join(self, subscription: Subscription) -> None:
        """The person is here, and wants to know who else is."""
        topic = subscription.topic
        self._watching.setdefault(topic, {})[subscription.socket] = None
        self._shown.pop(topic, None)
        self._to_refresh.add(topic)
        self.look(topic)

    def met(self, subscription: Subscription) -> None:
        """The socket hears the topic from now on, or again, and is shown who is there; or it may not know
        that any more, and is shown nobody.
        """
        topic, outlet = subscription.topic, subscription.socket.outlet
        if subscription.socket not in self._watching.get(topic, {}):
            return
        if not subscription.meets:
            outlet.write(_shown_as(topic, {}))
        elif topic in self._shown:
            outlet.write(self._shown[topic][1])
        else:
            self.look(topic)

    def left(self, socket: Socket, topic: str) -> None:
        """The socket no longer looks at a topic."""
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
        """See who is there now, if anybody here wants to know."""
        if topic in self._watching:
            self._to_look.add(topic)
            if self._task is None:
                self._task = asyncio.create_task(self._run())

    def look_again(self) -> None:
        """Redis may have forgotten everything: say again who is here, and look."""
        self._due = 0.0

    def beat(self, present: float) -> None:
        """Refresh now and then."""
        if self._watching and present >= self._due:
            self._due = present + self._hub.limits.presence
            self._to_refresh.update(self._watching)
            for topic in self._watching:
                self.look(topic)

    async def typing(self, subscription: Subscription) -> None:
        """Tell everyone on the topic that the person types, unless they are not to be seen."""
        present, person_id = self._hub.time(), subscription.socket.actor.person_id
        if person_id is None or present - subscription.typed_at < TYPING_EVERY:
            return
        subscription.typed_at = present
        await self._ask_who_is_discreet({person_id})
        if person_id in self._discreet:
            return
        people = await self._introduced(subscription.topic, [person_id])
        if person_id in people:
            frame = {
                "type": "typing",
                "topic": subscription.topic,
                "person_id": person_id,
                "name": people[person_id]["name"],
                "until": now() + TYPING_LASTS,
            }
            self._later(self._redis.publish(channel_of(subscription.topic), dump(frame)))

    async def stop(self) -> None:
        if self._task is not None:
            self._task.cancel()
        await self._redis.aclose()

    # With Redis

    def _later(self, what: Any) -> None:
        self._hub.background(self._tried(what))

    async def _tried(self, what: Any) -> None:
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

    def _to_be_seen(self, topic: str) -> set[str]:
        return {str(one) for one in self._here(topic) - self._discreet}

    async def _ask_who_is_discreet(self, people: set[UUID]) -> None:
        found = await self._hub.pool.run(lambda: discreet(people)) if people else set()
        self._discreet = (self._discreet - people) | found

    async def _refresh(self, topics: set[str]) -> None:
        lasts = self._hub.limits.presence * COUNTS_FOR
        await self._ask_who_is_discreet(set[UUID]().union(*map(self._here, topics)))
        async with self._redis.pipeline(transaction=False) as pipeline:
            for topic in topics:
                until = wall_time() + lasts
                seen, unseen = self._to_be_seen(topic), self._here(topic) & self._discreet
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
                pipeline.zrangebyscore(_key(topic), wall_time(), "+inf", start=0, num=MOST_SHOWN)
            found = await pipeline.execute() if topics else []
        return {topic: sorted(one.decode() for one in ids) for topic, ids in zip(topics, found, strict=True)}

    # With those who look

    async def _show(self, topic: str, ids: list[str]) -> None:
        if topic in self._shown and self._shown[topic][0] == ids:
            return
        if not self._to_be_seen(topic) <= set(ids):
            # Somebody left elsewhere who is still here: say so again.
            self._to_refresh.add(topic)
            self._to_look.add(topic)
        people = await self._introduced(topic, [UUID(one) for one in ids])
        await self._hub.watch.confirmed()
        wire = _shown_as(topic, people)
        self._shown[topic] = (ids, wire)
        for socket in self._watching.get(topic, ()):
            subscription = socket.subscriptions.get(topic)
            if subscription is not None and subscription.is_live and subscription.meets:
                socket.outlet.write(wire)

    async def _introduced(self, topic: str, ids: Sequence[UUID]) -> dict[UUID, Data]:
        unknown = [one for one in ids if (topic, one) not in self._known]
        if unknown:
            if len(self._known) > MOST_KNOWN:
                self._known.clear()
            found = await self._hub.pool.run(lambda: introduce(topic, unknown))
            self._known.update({(topic, one): data for one, data in found.items()})
        return {one: self._known[topic, one] for one in ids if (topic, one) in self._known}


def introduce(topic: str, person_ids: Sequence[UUID]) -> Mapping[UUID, Data]:
    """How people are shown on a topic: by its kind's registration, else by name."""
    kind, pk = read_topic(topic)
    return (kind.introduce or by_name)(pk, person_ids)


def _shown_as(topic: str, people: Mapping[UUID, Data]) -> Wire:
    shown = [{"person_id": pk, **data} for pk, data in people.items()]
    return Wire(dump({"type": "presence", "topic": topic, "people": shown}))


def _key(topic: str) -> str:
    return f"viche:present:{topic}"
