"""Start and end of browser sessions."""

from __future__ import annotations

from uuid import UUID

from viche.accounts.ended_sessions import delete_ended_sessions, delete_sessions, end_sessions
from viche.accounts.events import SessionEnded, SignedIn, SignedOutEverywhere
from viche.accounts.models import SEEN_EVERY, Session
from viche.accounts.policies import Action, SessionAction, people, sessions
from viche.accounts.services.keys import revoke_keys
from viche.accounts.services.tokens import revoke_every_token
from viche.accounts.session_limits import extend_session
from viche.kernel.access import record_access_change
from viche.kernel.actor import Actor
from viche.kernel.clock import now
from viche.kernel.errors import Forbidden, NotFound, SignedOut
from viche.kernel.events import record
from viche.kernel.policy import load
from viche.kernel.services import Reason, service


@service(Action.SIGN_IN)
def record_sign_in(*, actor: Actor, session_id: UUID) -> None:
    """Record that `actor` has just signed in; `session_id` is the session's public id."""
    if actor.person_id is None:
        raise SignedOut
    load(people, actor, actor.person_id, Action.SIGN_IN)
    record(actor, SignedIn(person_id=actor.person_id, session_id=session_id))


@service(SessionAction.END)
def sign_out(*, actor: Actor) -> None:
    """End the session of the actor. A session that has ended already stays ended."""
    session = (
        sessions.visible_to(actor)
        .filter(session_key=actor.session_id or "")
        .select_for_update(no_key=True)
        .first()
    )
    if session is not None:
        _end_session(actor, session)


@service(SessionAction.END)
def end_session(*, actor: Actor, session_id: UUID) -> None:
    """End one of the actor's sessions by its public id.

    Raises NotFound for another person's session or an ended one.
    """
    if actor.is_anonymous:
        raise SignedOut
    session = sessions.visible_to(actor).filter(public_id=session_id).select_for_update(no_key=True).first()
    if session is None:
        raise NotFound
    if not sessions.can(actor, SessionAction.END, session):
        raise Forbidden
    _end_session(actor, session)


@service(Action.SIGN_OUT)
def sign_out_everywhere(
    *, actor: Actor, person_id: UUID, with_tokens: bool = False, with_keys: bool = False
) -> int:
    """End every session of a person, open sockets included; return how many ended.

    Tokens stay valid, unless that person asks to revoke them (`with_tokens`) or every key is revoked
    (`with_keys`, see `revoke_keys`).
    """
    person = load(people, actor, person_id, Action.SIGN_OUT, lock=True)
    ended = end_sessions(person.pk)
    if with_keys:
        revoke_keys(actor=actor, person_id=person.pk)
    if with_tokens:
        revoke_every_token(actor=actor, person_id=person.pk)
    record_access_change(person_id=person.pk, reason="signed_out_everywhere")
    record(actor, SignedOutEverywhere(person_id=person.pk))
    return ended


@service(Reason.SELF)
def record_session_seen(*, actor: Actor) -> None:
    """Record that the actor is active, with at most one write per minute."""
    stale = Session.objects.filter(session_key=actor.session_id, last_seen_at__lt=now() - SEEN_EVERY)
    if actor.session_id and actor.person_id and stale.exists():
        extend_session(actor.session_id, actor.person_id)


@service(Reason.SYSTEM)
def prune_ended_sessions(*, actor: Actor) -> int:
    """Delete sessions that expired or whose person is deactivated; return how many.

    A sign-in that ran concurrently with a deactivation or an erasure leaves one behind.
    """
    return delete_ended_sessions()


def _end_session(actor: Actor, session: Session) -> None:
    person_id, key = session.person_id, session.session_key
    delete_sessions(Session.objects.filter(pk=session.pk))
    record_access_change(person_id=person_id, session_id=key, reason="session_ended")
    if person_id is not None:
        record(actor, SessionEnded(person_id=person_id, session_id=session.public_id))
