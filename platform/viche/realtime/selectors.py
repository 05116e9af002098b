"""Events of topics that a person may read."""

from __future__ import annotations

from typing import cast

from viche.kernel.actor import Actor
from viche.kernel.api import read_snapshot
from viche.kernel.errors import NotFound
from viche.kernel.events import get_head
from viche.realtime.api.shapes import EventFrame, TopicEvents
from viche.realtime.frames import build_event_frames
from viche.realtime.limits import get_limits
from viche.realtime.registry import read_topic
from viche.realtime.replay import load_missed


def list_events_since(actor: Actor, topic: str, after: int) -> TopicEvents:
    """Return the events of a topic after a sequence number.

    Raises Forbidden for a token without the scope, NotFound for a topic that the actor may not see. More
    events than the limit, or a number ahead of the topic, is answered by `resync`.
    """
    kind, pk = read_topic(topic)
    kind.check_scopes(actor)
    (hearing,) = kind.authorise([(actor, pk)])
    if hearing is None:
        raise NotFound
    with read_snapshot():
        return _load_since(topic, after)


def _load_since(topic: str, after: int) -> TopicEvents:
    most, last = get_limits().replay, get_head(topic)
    if not 0 <= last - after <= most:
        return TopicEvents(items=[], head=last, resync=True)
    entries = [entry for _place, entry in load_missed([(topic, after)], most)]
    return TopicEvents(
        items=[cast("EventFrame", frame) for frame in build_event_frames(entries)], head=last, resync=False
    )
