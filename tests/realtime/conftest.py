"""A server, a Valkey and a kind of topic to test with: rooms in which numbers are said."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypedDict
from urllib.parse import urlencode
from uuid import UUID

import pytest
from django.conf import settings as django_settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.test import override_settings
from jsonschema import Draft202012Validator

from tests.realtime.client import ORIGIN, Client, Messages
from tests.realtime.hours import Hours
from tests.realtime.server import Server
from tests.realtime.valkey import Valkey
from viche.accounts.models import User
from viche.accounts.scopes import list_scopes
from viche.accounts.services.people import create_person
from viche.accounts.services.tokens import issue_token
from viche.accounts.session_engine import SessionStore
from viche.kernel.access import record_access_change
from viche.kernel.actor import Actor
from viche.kernel.clock import replace_clock
from viche.kernel.events import Payload, open_unit_of_work, record
from viche.kernel.ids import uuid7
from viche.kernel.models import Event
from viche.realtime import asyncapi, registry
from viche.realtime.registry import Command, Frame, SubscriptionGrant, TopicKind

SYSTEM = Actor.for_system("tests")


class Said(Payload, kind="tests.said"):
    rooms: tuple[UUID, ...]
    number: int

    @property
    def subject(self) -> tuple[str, UUID]:
        return "room", self.rooms[0]

    @property
    def topics(self) -> tuple[str, ...]:
        return tuple(f"room:{room}" for room in self.rooms)


class SaidData(TypedDict):
    number: int
    text: str


@dataclass(slots=True)
class Rooms:
    """Who may hear which room, kept in memory: the rule that a domain would keep in its policies."""

    allowed: dict[tuple[UUID, UUID], SubscriptionGrant] = field(default_factory=dict)
    hidden: set[int] = field(default_factory=set)
    padding: str = ""
    rule: Callable[[Actor, UUID], SubscriptionGrant | None] | None = None  # stands in for `may_hear`

    def open(self, *people: User) -> UUID:
        """A new room that these people may hear."""
        room = uuid7()
        for person in people:
            self.admit(person, room)
        return room

    def admit(self, person: User, room: UUID, hearing: SubscriptionGrant | None = None) -> None:
        self.allowed[person.pk, room] = hearing or SubscriptionGrant(meets=True, types=True)

    def expel(self, person: User, room: UUID) -> None:
        """Take the access away, as a service does: with its row, in one transaction."""
        del self.allowed[person.pk, room]
        with open_unit_of_work():
            record_access_change(person_id=person.pk, topic=f"room:{room}", reason="tests")

    def ask(self, actor: Actor, room: UUID) -> SubscriptionGrant | None:
        return (self.rule or self.may_hear)(actor, room)

    def may_hear(self, actor: Actor, room: UUID) -> SubscriptionGrant | None:
        return self.allowed.get((actor.person_id or uuid7(), room))

    def render(self, events: Sequence[Event], topic_kind: str) -> Mapping[UUID, SaidData | None]:
        return {
            event.id: None
            if event.data["number"] in self.hidden
            else SaidData(number=event.data["number"], text=self.padding)
            for event in events
        }

    def say(self, number: int, *rooms: UUID, actor: Actor = SYSTEM) -> None:
        with open_unit_of_work():
            record(actor, Said(rooms=rooms, number=number))


def shout(actor: Actor, payload: dict[str, Any]) -> dict[str, Any]:
    """A socket command of a domain."""
    with open_unit_of_work():
        record(actor, Said(rooms=(UUID(payload["room"]),), number=payload["number"]))
    return {"said": payload["number"]}


@pytest.fixture
def rooms(monkeypatch: pytest.MonkeyPatch) -> Rooms:
    made = Rooms()
    monkeypatch.setitem(registry.TOPIC_KINDS, "room", TopicKind("room", made.ask, None, None, "groups:read"))
    monkeypatch.setitem(registry.FRAMES, "tests.said", Frame("tests.said", made.render, SaidData))
    monkeypatch.setitem(registry.COMMANDS, "shout", Command("shout", "tests.shout", shout, None))  # type: ignore[arg-type]
    return made


@pytest.fixture(scope="module")
def valkey() -> Iterator[Valkey]:
    made = Valkey(Path(tempfile.mkdtemp(prefix="viche-")))
    made.start()
    try:
        with override_settings(REDIS_URL=made.url):
            yield made
    finally:
        made.remove()


@pytest.fixture
def bounds() -> dict[str, Any]:
    """What a test sets otherwise in the setting REALTIME."""
    return {}


@pytest.fixture
def server(transactional_db: None, valkey: Valkey, rooms: Rooms, bounds: dict[str, Any]) -> Iterator[Server]:
    made = Server()
    with override_settings(REALTIME=bounds, ORIGINS=[ORIGIN]):
        made.start()
        try:
            yield made
        finally:
            made.stop()


@pytest.fixture
def hours(server: Server, settings: Any) -> Iterator[Hours]:
    settings.SESSION_COOKIE_AGE = 10**9  # nobody is signed out meanwhile
    made = Hours(server)
    with replace_clock(made.now):
        yield made


def close(schema: Any) -> Any:
    """Permit no field that is not described: clients must bear new ones, but we say which there are."""
    if isinstance(schema, list):
        return [close(one) for one in schema]
    if not isinstance(schema, dict):
        return schema
    is_object = schema.get("type") == "object" and "properties" in schema
    return {key: close(one) for key, one in schema.items()} | (
        {"additionalProperties": False} if is_object else {}
    )


@pytest.fixture
def messages(rooms: Rooms) -> dict[str, Draft202012Validator]:
    """What the server may say, by the AsyncAPI document."""
    document = close(asyncapi.build_document())
    return {
        name.removeprefix("server."): Draft202012Validator(
            {**message["payload"], "components": document["components"]}
        )
        for name, message in document["components"]["messages"].items()
        if name.startswith("server.")
    }


MakePerson = Callable[..., User]


@pytest.fixture
def make_person(transactional_db: None) -> MakePerson:
    def make(name: str = "Олена Коваль", **facts: Any) -> User:
        return create_person(actor=SYSTEM, email=f"{uuid7()}@kalynodil.example", name_uk=name, **facts)

    return make


@pytest.fixture
def olena(make_person: MakePerson) -> User:
    return make_person("Олена Коваль", name_en="Olena Koval")


@pytest.fixture
def taras(make_person: MakePerson) -> User:
    return make_person("Тарас Бондар", language="en")


def session_of(person: User) -> str:
    """A new session of a person; its key."""
    store = SessionStore()
    store[SESSION_KEY] = str(person.pk)
    store[BACKEND_SESSION_KEY] = django_settings.AUTHENTICATION_BACKENDS[0]
    store[HASH_SESSION_KEY] = person.get_session_auth_hash()
    store.create()
    store.save()
    return str(store.session_key)


def token_actor(person: User, wanted: Collection[str] | None = None) -> Actor:
    """The actor of a new token of a person."""
    scopes = sorted(wanted or list_scopes())
    token, _secret = issue_token(actor=SYSTEM, person_id=person.pk, name="тест", scopes=scopes)
    return Actor(person_id=person.pk, token_id=token.pk, scopes=frozenset(scopes))


Enter = Callable[..., Client]


@pytest.fixture
def enter(server: Server, messages: Messages) -> Iterator[Enter]:
    """Open a socket as a person with a session cookie, or with a ticket."""
    clients: list[Client] = []

    def open_socket(
        person: User | None = None, *, key: str | None = None, ticket: str | None = None, **options: Any
    ) -> Client:
        address = server.address
        if ticket is None:
            session_key = session_of(person) if person is not None else key
            cookie = {"Cookie": f"{django_settings.SESSION_COOKIE_NAME}={session_key}"}
            options = {"origin": ORIGIN, "additional_headers": cookie, **options}
        else:
            address += f"?{urlencode({'ticket': ticket})}"
        client = Client(address, messages, **options)
        clients.append(client)
        return client

    yield open_socket
    for client in clients:
        client.leave()
