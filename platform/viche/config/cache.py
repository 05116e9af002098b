"""JSON serialisation for the Redis cache: unpickling could execute code injected into Redis."""

from __future__ import annotations

from typing import Any

import orjson


class JsonSerializer:
    """Serializer for Django's Redis cache that replaces pickle."""

    def dumps(self, value: Any) -> bytes | int:
        # Plain integers stay as they are: Redis increments them itself.
        return value if type(value) is int else orjson.dumps(value)

    def loads(self, data: bytes) -> Any:
        """Return the value; None, as for a missing key, if it is not JSON."""
        try:
            return orjson.loads(data)
        except orjson.JSONDecodeError:
            return None
