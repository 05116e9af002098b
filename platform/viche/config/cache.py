"""What stands in Redis as JSON: the cache must run nothing, whoever can write there."""

from __future__ import annotations

from typing import Any

import orjson


class JsonSerializer:
    """Serializer of Django's Redis cache, in place of the one that uses pickle."""

    def dumps(self, value: Any) -> bytes | int:
        # A plain number is counted up and down by Redis itself.
        return value if type(value) is int else orjson.dumps(value)

    def loads(self, data: bytes) -> Any:
        """Return the value; None, as for a missing key, for what is no JSON."""
        try:
            return orjson.loads(data)
        except orjson.JSONDecodeError:
            return None
