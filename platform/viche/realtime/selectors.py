"""What a person may read of the topics."""

from __future__ import annotations

from typing import cast

from viche.kernel.actor import Actor
from viche.kernel.api import snapshot
from viche.kernel.errors import NotFound
from viche.kernel.events import head
from viche.realtime.api.shapes import EventFrame, TopicEvents
from viche.realtime.frames import event_frames
from viche.realtime.limits import limits
from viche.realtime.registry import read_topic
from viche.realtime.replay import missed


def events_since(actor: Actor, topic: str, after: int) -> TopicEvents:
    """The events of a topic after a number. Raises Forbidden for a token without the scope, NotFound for a
    topic that is not there for the actor.

    More than the limit, or a number that the topic has not come to, is answered by `resync`.
    """
    kind, pk = read_topic(topic)
    kind.check_scopes(actor)
    (hearing,) = kind.hearings([(actor, pk)])
    if hearing is None:
        raise NotFound
    with snapshot():
        return _since(topic, after)


def _since(topic: str, after: int) -> TopicEvents:
    most, last = limits().replay, head(topic)
    if not 0 <= last - after <= most:
        return TopicEvents(items=[], head=last, resync=True)
    entries = [entry for _place, entry in missed([(topic, after)], most)]
    return TopicEvents(
        items=[cast("EventFrame", frame) for frame in event_frames(entries)], head=last, resync=False
    )
