"""Names on Redis, and the one connection of a thread that says something there.

A topic's channel carries `<seq> <frame>` (an event), `<seq>` (a reminder that there is one), a frame alone
(without a number: typing) or PRESENCE (somebody came or went).
"""

from __future__ import annotations

PREFIX = b"viche:topic:"
ACCESS = b"viche:access"
PRESENCE = b"presence"


def channel_of(topic: str) -> bytes:
    return PREFIX + topic.encode()


def topic_of(channel: bytes) -> str:
    return channel[len(PREFIX) :].decode()
