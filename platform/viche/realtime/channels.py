"""Names of the Redis channels.

A topic's channel carries `<seq> <frame>` (an event), `<seq>` (an event without its frame), a frame alone
(ephemeral, without a number: typing) or PRESENCE (a person joined or left).
"""

from __future__ import annotations

PREFIX = b"viche:topic:"
ACCESS = b"viche:access"
PRESENCE = b"presence"


def channel_of(topic: str) -> bytes:
    return PREFIX + topic.encode()


def topic_of(channel: bytes) -> str:
    return channel[len(PREFIX) :].decode()
