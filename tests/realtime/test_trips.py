"""Trips to Redis on a connection that is kept."""

from __future__ import annotations

import pytest
from redis.exceptions import ResponseError

from viche.realtime.redis_client import get_redis, pack_command, send_commands

WHO = pack_command(b"CLIENT", b"ID")


def test_a_connection_is_kept_until_it_is_cut() -> None:
    first = send_commands(WHO, 1)
    assert send_commands(WHO + WHO, 2) == first * 2
    get_redis().client_kill_filter(_id=first[0])
    second = send_commands(WHO, 1)
    assert second != first
    assert send_commands(WHO, 1) == second


def test_what_is_refused_leaves_no_answer_for_the_next() -> None:
    with pytest.raises(ResponseError):
        send_commands(pack_command(b"NONSENSE") + WHO, 2)
    echoed = pack_command(b"ECHO", b"x")
    assert send_commands(echoed, 1) == [b"x"]
