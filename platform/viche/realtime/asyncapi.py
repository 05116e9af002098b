"""The websocket protocol as an AsyncAPI 3.0 document, generated from the registries."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from inspect import cleandoc
from typing import Any, NotRequired, get_origin, get_type_hints, is_typeddict

from viche import __version__
from viche.kernel.api.schema import build_json_schema
from viche.kernel.events.payload import PAYLOADS
from viche.realtime import protocol, registry
from viche.realtime.api.shapes import EventFrame

Schema = dict[str, Any]
SCHEMAS = "#/components/schemas/"


class Schemas:
    """Collects the component of each TypedDict that is referred to.

    Frames of the server may gain fields; frames of clients are `closed`: an unknown field is refused.
    """

    def __init__(self) -> None:
        self.found: dict[str, Schema] = {}

    def refer(self, typed: Any) -> Schema:
        name = typed.__name__
        if name not in self.found:
            self.found[name] = {}  # a type may refer to itself
            self.found[name] = self.object_of(typed)
        return {"$ref": SCHEMAS + name}

    def object_of(self, typed: Any, *, closed: bool = False) -> Schema:
        hints = get_type_hints(typed, include_extras=True)
        return {
            "type": "object",
            "description": (typed.__doc__ or "").strip().partition("\n")[0],
            "properties": {name: build_json_schema(hint, self.refer) for name, hint in hints.items()},
            "required": sorted(name for name, hint in hints.items() if _is_required(typed, name, hint)),
            **({"additionalProperties": False} if closed else {}),
        }


def _is_required(typed: Any, name: str, hint: Any) -> bool:
    # With string annotations, Python does not recognise NotRequired when it fills __required_keys__.
    return get_origin(hint) is not NotRequired and name in typed.__required_keys__


def build_document() -> Schema:
    """Return the AsyncAPI document of everything that is registered now."""
    schemas = Schemas()
    said = {name: schemas.object_of(typed, closed=True) for name, typed in protocol.COMMANDS.items()}
    said |= {name: _command_schema(schemas, command) for name, command in registry.COMMANDS.items()}
    heard = {name: schemas.refer(typed) for name, typed in protocol.ANSWERS.items()}
    heard |= {name: schemas.refer(typed) for name, typed in registry.EPHEMERAL.items()}
    events = {
        f"event.{kind}": _event_schema(schemas, frame) for kind, frame in sorted(registry.FRAMES.items())
    }
    heard |= events
    heard["events"] = _events_schema(events)
    messages = {
        **{f"client.{name}": _message(name, payload, schemas) for name, payload in said.items()},
        **{f"server.{name}": _message(name, payload, schemas) for name, payload in heard.items()},
    }
    return {
        "asyncapi": "3.1.0",
        "info": _info(),
        "servers": {
            "this": {"host": "localhost:8000", "protocol": "wss", "description": "Any installation."}
        },
        "defaultContentType": "application/json",
        "channels": {"socket": _channel(messages)},
        "operations": {
            "hear": _operation("receive", "client.", messages, "What a client may send."),
            "say": _operation("send", "server.", messages, "What the server sends."),
        },
        "components": {
            "messages": messages,
            "schemas": schemas.found,
            "securitySchemes": {
                "session": {
                    "type": "httpApiKey",
                    "in": "cookie",
                    "name": "viche_session",
                    "description": "From a page of this site.",
                },
                "ticket": {
                    "type": "httpApiKey",
                    "in": "query",
                    "name": "ticket",
                    "description": "A one-time ticket (`POST /api/v1/realtime/ticket`).",
                },
            },
        },
    }


def _message(name: str, payload: Schema, schemas: Schemas) -> Schema:
    target = schemas.found[payload["$ref"].removeprefix(SCHEMAS)] if "$ref" in payload else payload
    return {"name": name, "summary": target.get("description", "").partition("\n")[0], "payload": payload}


def _info() -> Schema:
    return {
        "title": "Viche",
        "version": __version__,
        "description": _description(),
        "contact": {"name": "Viche"},
        "license": {"name": "Apache-2.0", "url": "https://www.apache.org/licenses/LICENSE-2.0"},
        "tags": [{"name": "realtime", "description": "Events as they happen."}],
    }


def _command_schema(schemas: Schemas, command: registry.Command) -> Schema:
    schema: Schema = {"type": "object", "properties": {}, "required": [], "additionalProperties": True}
    if is_typeddict(command.shape):
        schema = schemas.object_of(command.shape, closed=True)
    envelope = {"type": {"const": command.name}, "id": build_json_schema(protocol.FrameId, schemas.refer)}
    return {
        **schema,
        "properties": {**envelope, **schema["properties"]},
        "required": sorted({"type", *schema["required"]}),
    }


def _event_schema(schemas: Schemas, frame: registry.Frame) -> Schema:
    schema = schemas.object_of(EventFrame)
    schema["description"] = cleandoc(PAYLOADS[frame.kind].__doc__ or "")
    schema["properties"] |= {
        "kind": {"const": frame.kind},
        "data": {"oneOf": [*_data_schemas(schemas, frame.shape), {"type": "null"}]},
    }
    return schema


def _data_schemas(schemas: Schemas, shape: Any) -> list[Schema]:
    if isinstance(shape, Mapping):
        distinct = {typed.__name__: typed for typed in shape.values()}
        return [schemas.refer(typed) for _name, typed in sorted(distinct.items())]
    return [schemas.refer(shape)] if is_typeddict(shape) else [{"type": "object"}]


def _events_schema(names: Iterable[str]) -> Schema:
    return {
        "type": "object",
        "description": "Several events that were ready together, in order.",
        "properties": {
            "type": {"const": "events"},
            "events": {
                "type": "array",
                "items": {
                    "oneOf": [{"$ref": f"#/components/messages/server.{name}/payload"} for name in names]
                },
            },
        },
        "required": ["events", "type"],
    }


def _channel(messages: Mapping[str, Any]) -> Schema:
    ticket = {"type": "string", "description": "A one-time ticket, for clients without a cookie."}
    return {
        "address": "/ws/v1",
        "messages": {name: {"$ref": f"#/components/messages/{name}"} for name in messages},
        "bindings": {"ws": {"query": {"type": "object", "properties": {"ticket": ticket}}}},
    }


def _operation(action: str, prefix: str, messages: Mapping[str, Any], description: str) -> Schema:
    return {
        "action": action,
        "description": description,
        "security": [{"$ref": f"#/components/securitySchemes/{name}"} for name in ("session", "ticket")],
        "channel": {"$ref": "#/channels/socket"},
        "messages": [
            {"$ref": f"#/channels/socket/messages/{name}"} for name in messages if name.startswith(prefix)
        ],
    }


def _description() -> str:
    kinds = ", ".join(f"`{name}:<id>`" for name in sorted(registry.TOPIC_KINDS))
    codes = "\n".join(f"- {code}: {meaning}" for code, meaning in protocol.CLOSE_CODES.items())
    return (
        "Live events over one websocket. Connect with the session cookie from a page of this site, or with a "
        f"one-time ticket. Topics: {kinds}. Each topic numbers its events without a gap; a client that comes "
        f"back subscribes with `after` and gets what it missed.\n\nClose codes:\n{codes}"
    )
