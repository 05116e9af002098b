"""Validity of sign-ins (sessions and tokens), checked alike for REST, sockets, tickets and links."""

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
from viche.kernel.keyset_lists import ids_param_q
from viche.kernel.prepared_queries import PreparedQuery, QueryParam

NEVER_ENDS = datetime.max.replace(tzinfo=UTC)

# One query for all connections that arrive together.
LIVE_SESSIONS_BY_KEY = PreparedQuery(
    lambda: (
        Session.objects.select_related("person")
        .filter(
            ids_param_q("session_key", "keys", CharField()),
            expire_date__gt=QueryParam("at", DateTimeField()),
            person__is_active=True,
        )
        .only(
            *("public_id", "session_data", "expire_date"),
            *("person__password", "person__language", "person__factor_due_at"),
        )
    )
)


def list_live_sessions(keys: Collection[str]) -> list[Session]:
    """Return the open sessions of these keys whose person is active, with what a socket needs."""
    return LIVE_SESSIONS_BY_KEY.all(keys=list(keys), at=now())


def is_password_unchanged(person: User, session_hash: str) -> bool:
    """Return whether a session hash belongs to the present password of `person`.

    A session does not survive a change of the password that it began with, nor of the secret key that signed
    it.
    """
    return constant_time_compare(session_hash, person.get_session_auth_hash())


def is_live(actor: Actor) -> bool:
    """Return whether the session or token of `actor` is still valid, and the person is active."""
    try:
        return find_sign_in_end(actor) is not None
    except SecondFactorRequired:
        return False


def find_sign_in_end(actor: Actor) -> datetime | None:
    """Return when the sign-in expires; None when it has ended. One query.

    Raises SecondFactorRequired for a person who lacks a factor that their roles demand.
    """
    ends = find_sign_in_ends([actor])[actor]
    if isinstance(ends, SecondFactorRequired):
        raise ends
    return None if isinstance(ends, SignedOut) else ends


def find_sign_in_ends(actors: Collection[Actor]) -> dict[Actor, datetime | SignedOut]:
    """Return for each actor when the sign-in expires, or the refusal when it is not valid.

    One query for each kind of sign-in.
    """
    ends: dict[Actor, datetime | SignedOut] = {}
    for ask in (_find_token_ends, _find_session_ends, _find_person_ends):
        ends |= {actor: _resolve_end(*found) for actor, found in ask(actors).items()}
    return {actor: NEVER_ENDS if actor.is_system else ends.get(actor) or SignedOut() for actor in actors}


def _resolve_end(end: datetime, factor_due_at: datetime | None) -> datetime | SignedOut:
    if factor_due_at is None:
        return end
    return SecondFactorRequired() if factor_due_at <= now() else min(end, factor_due_at)


# when the sign-in ends, and from when on its person lacks a second factor
Ends = tuple[datetime, datetime | None]
TOKEN_FIELDS = ("expires_at", "last_used_at", "created_at", "person__factor_due_at")
_Found = dict[tuple[object, object], Ends]


def _find_token_ends(actors: Collection[Actor]) -> dict[Actor, Ends]:
    asked = [actor for actor in actors if actor.token_id is not None]
    live = PersonalAccessToken.live.filter(pk__in={actor.token_id for actor in asked})
    rows = live.only(*TOKEN_FIELDS) if asked else ()
    found: _Found = {(row.pk, row.person_id): (row.live_until, row.person.factor_due_at) for row in rows}
    return {actor: end for actor in asked if (end := found.get((actor.token_id, actor.person_id)))}


def _find_session_ends(actors: Collection[Actor]) -> dict[Actor, Ends]:
    asked = [actor for actor in actors if actor.session_id is not None and actor.token_id is None]
    live = _live_sessions().filter(session_key__in={actor.session_id for actor in asked})
    rows = live.values_list("pk", "person_id", "expire_date", "person__factor_due_at") if asked else ()
    found: _Found = {(key, person_id): (end, due) for key, person_id, end, due in rows}
    return {actor: end for actor in asked if (end := found.get((actor.session_id, actor.person_id)))}


def _find_person_ends(actors: Collection[Actor]) -> dict[Actor, Ends]:
    asked = [actor for actor in actors if actor.session_id is None and actor.token_id is None]
    people = {pk for actor in asked if (pk := actor.person_id) is not None}
    active = User.objects.filter(pk__in=people, is_active=True)
    found = dict(active.values_list("pk", "factor_due_at")) if asked else {}
    return {actor: (NEVER_ENDS, found[pk]) for actor in asked if (pk := actor.person_id) in found}


def build_sign_in_reference(actor: Actor) -> str:
    """Return a name of the sign-in that may stand in an address.

    Unlike a session key it grants nothing by itself. Raises SignedOut when the sign-in has ended.
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


def resolve_sign_in_reference(reference: str) -> Actor:
    """Return the actor of a `build_sign_in_reference`, or ANONYMOUS when the sign-in ended.

    Raises SecondFactorRequired as `find_sign_in_end` does.
    """
    kind, _separator, raw = reference.partition(":")
    actor = Actor.for_person(UUID(raw))
    if kind == "token":
        token = PersonalAccessToken.live.filter(pk=UUID(raw)).first()
        actor = build_token_actor(token) if token else ANONYMOUS
    elif kind == "session":
        session = _live_sessions().filter(public_id=UUID(raw)).first()
        actor = build_session_actor(session) if session else ANONYMOUS
    return ANONYMOUS if actor.is_anonymous or find_sign_in_end(actor) is None else actor


def build_session_actor(session: Session) -> Actor:
    """Return the actor of a session."""
    return Actor(
        person_id=session.person_id, session_id=session.session_key, session_public_id=session.public_id
    )


def build_token_actor(token: PersonalAccessToken) -> Actor:
    """Return the actor of a token."""
    return Actor(person_id=token.person_id, token_id=token.pk, scopes=frozenset(token.scopes))


def _live_sessions() -> QuerySet[Session]:
    return Session.objects.filter(expire_date__gt=now(), person__is_active=True)
