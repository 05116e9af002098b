"""Whether a sign-in still holds: the one question behind REST, sockets, tickets and links."""

from __future__ import annotations

from collections.abc import Collection
from datetime import UTC, datetime
from uuid import UUID

from django.db.models import CharField, DateTimeField, QuerySet
from django.utils.crypto import constant_time_compare

from viche.accounts.models import PersonalAccessToken, Session, User
from viche.kernel.actor import ANONYMOUS, Actor
from viche.kernel.clock import now
from viche.kernel.errors import SecondFactorRequired, SignedOut
from viche.kernel.lists import given_ids
from viche.kernel.prepared import Given, Prepared

ALWAYS = datetime.max.replace(tzinfo=UTC)

# Asked for all who come at once.
BY_KEYS = Prepared(
    lambda: (
        Session.objects.select_related("person")
        .filter(
            given_ids("session_key", "keys", CharField()),
            expire_date__gt=Given("at", DateTimeField()),
            person__is_active=True,
        )
        .only(
            *("public_id", "session_data", "expire_date"),
            *("person__password", "person__language", "person__factor_due_at"),
        )
    )
)


def live_sessions(keys: Collection[str]) -> list[Session]:
    """Those of the sessions that live and whose person is active, with what a socket asks of both."""
    return BY_KEYS.all(keys=list(keys), at=now())


def password_unchanged(person: User, session_hash: str) -> bool:
    """Whether a session that was begun with the present password of `person` holds this hash.

    A session does not survive the password that began it, nor the secret key that signed it.
    """
    return constant_time_compare(session_hash, person.get_session_auth_hash())


def is_live(actor: Actor) -> bool:
    """Whether the session or token of `actor` still opens something, and the person is active."""
    try:
        return live_until(actor) is not None
    except SecondFactorRequired:
        return False


def live_until(actor: Actor) -> datetime | None:
    """When the sign-in ends by itself; None when it has ended. One query.

    Raises SecondFactorRequired for a person who lacks what their roles demand.
    """
    ends = sign_ins_until([actor])[actor]
    if isinstance(ends, SecondFactorRequired):
        raise ends
    return None if isinstance(ends, SignedOut) else ends


def sign_ins_until(actors: Collection[Actor]) -> dict[Actor, datetime | SignedOut]:
    """When the sign-in of each actor ends by itself, or the refusal of one that opens nothing.

    One query for each way to sign in.
    """
    ends: dict[Actor, datetime | SignedOut] = {}
    for ask in (_by_token, _by_session, _by_person):
        ends |= {actor: _until(*found) for actor, found in ask(actors).items()}
    return {actor: ALWAYS if actor.is_system else ends.get(actor) or SignedOut() for actor in actors}


def _until(end: datetime, factor_due_at: datetime | None) -> datetime | SignedOut:
    if factor_due_at is None:
        return end
    return SecondFactorRequired() if factor_due_at <= now() else min(end, factor_due_at)


Ends = tuple[datetime, datetime | None]  # of the sign-in, and from when on its person lacks a second factor
OF_TOKENS = ("expires_at", "last_used_at", "created_at", "person__factor_due_at")
_Found = dict[tuple[object, object], Ends]


def _by_token(actors: Collection[Actor]) -> dict[Actor, Ends]:
    asked = [actor for actor in actors if actor.token_id is not None]
    live = PersonalAccessToken.live.filter(pk__in={actor.token_id for actor in asked})
    rows = live.only(*OF_TOKENS) if asked else ()
    found: _Found = {(row.pk, row.person_id): (row.live_until, row.person.factor_due_at) for row in rows}
    return {actor: end for actor in asked if (end := found.get((actor.token_id, actor.person_id)))}


def _by_session(actors: Collection[Actor]) -> dict[Actor, Ends]:
    asked = [actor for actor in actors if actor.session_id is not None and actor.token_id is None]
    live = _live_sessions().filter(session_key__in={actor.session_id for actor in asked})
    rows = live.values_list("pk", "person_id", "expire_date", "person__factor_due_at") if asked else ()
    found: _Found = {(key, person_id): (end, due) for key, person_id, end, due in rows}
    return {actor: end for actor in asked if (end := found.get((actor.session_id, actor.person_id)))}


def _by_person(actors: Collection[Actor]) -> dict[Actor, Ends]:
    asked = [actor for actor in actors if actor.session_id is None and actor.token_id is None]
    people = {pk for actor in asked if (pk := actor.person_id) is not None}
    active = User.objects.filter(pk__in=people, is_active=True)
    found = dict(active.values_list("pk", "factor_due_at")) if asked else {}
    return {actor: (ALWAYS, found[pk]) for actor in asked if (pk := actor.person_id) in found}


def reference_to(actor: Actor) -> str:
    """A name of the sign-in that may travel in an address: unlike a session's key it opens nothing by itself.

    Raises SignedOut when the sign-in has ended.
    """
    if actor.token_id is not None:
        return f"token:{actor.token_id}"
    if actor.session_id is not None:
        sessions = _live_sessions().filter(session_key=actor.session_id, person_id=actor.person_id)
        public_id = sessions.values_list("public_id", flat=True).first()
        if public_id is None:
            raise SignedOut
        return f"session:{public_id}"
    if actor.person_id is None:
        raise SignedOut
    return f"person:{actor.person_id}"


def actor_of(reference: str) -> Actor:
    """The actor of a reference made by `reference_to`, or ANONYMOUS when that sign-in has ended.

    Raises SecondFactorRequired as `live_until` does.
    """
    kind, _separator, raw = reference.partition(":")
    actor = Actor.for_person(UUID(raw))
    if kind == "token":
        token = PersonalAccessToken.live.filter(pk=UUID(raw)).first()
        actor = actor_of_token(token) if token else ANONYMOUS
    elif kind == "session":
        session = _live_sessions().filter(public_id=UUID(raw)).first()
        actor = actor_of_session(session) if session else ANONYMOUS
    return ANONYMOUS if actor.is_anonymous or live_until(actor) is None else actor


def actor_of_session(session: Session) -> Actor:
    """The actor that a session makes of its person."""
    return Actor(
        person_id=session.person_id, session_id=session.session_key, session_public_id=session.public_id
    )


def actor_of_token(token: PersonalAccessToken) -> Actor:
    """The actor that a token makes of its holder."""
    return Actor(person_id=token.person_id, token_id=token.pk, scopes=frozenset(token.scopes))


def _live_sessions() -> QuerySet[Session]:
    return Session.objects.filter(expire_date__gt=now(), person__is_active=True)
