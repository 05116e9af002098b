"""The cache keeps plain values and runs nothing that it reads."""

from __future__ import annotations

import pickle  # noqa: TID251 - what must not be run
from pathlib import Path
from typing import Any

import pytest
from django.core.cache import cache


class Trap:
    """Makes a file when it is unpickled."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def __reduce__(self) -> Any:
        return Path.touch, (self.path,)


def test_what_was_put_into_redis_is_not_run(tmp_path: Path) -> None:
    trap = tmp_path / "ran"
    redis: Any = cache._cache.get_client(None)  # type: ignore[attr-defined]
    redis.set(cache.make_key("trap"), pickle.dumps(Trap(trap)))
    assert cache.get("trap") is None
    assert not trap.exists()


@pytest.mark.parametrize("value", [1, "y", True, None, ["а", 2.5], {"a": 1}])
def test_plain_values_come_back(value: Any) -> None:
    cache.set("plain", value, 5)
    assert cache.get("plain", "missing") == value


def test_numbers_are_counted_by_redis() -> None:
    cache.set("count", 1, 5)
    cache.incr("count")
    assert cache.get("count") == 2
