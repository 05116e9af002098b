"""Create and revoke calendar feeds."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

from django.db.models import Q

from viche.accounts.keys import register_key_revoker
from viche.accounts.policies import require_browser
from viche.accounts.token_secrets import digest_of, generate_link_secret
from viche.deadlines.events import CalendarFeedMade, CalendarFeedRevoked
from viche.deadlines.models import CalendarFeed
from viche.deadlines.policies import FeedAction, feeds
from viche.kernel.actor import Actor
from viche.kernel.clock import now
from viche.kernel.errors import NotFound
from viche.kernel.events import record
from viche.kernel.policy import require_person
from viche.kernel.services import Reason, service

READ_NOTE_INTERVAL = timedelta(minutes=1)


@service(FeedAction.MAKE)
def make_calendar_feed(*, actor: Actor) -> tuple[CalendarFeed, str]:
    """Create the actor's calendar feed; return it with its secret, which is not stored.

    An earlier URL stops working. Raises Forbidden for a token.
    """
    require_browser(actor)
    person_id = require_person(actor, feeds.scope_of(FeedAction.MAKE))
    secret = generate_link_secret()
    facts = {"digest": digest_of(secret), "made_at": now(), "read_at": None}
    feed, _made = CalendarFeed.objects.update_or_create(person_id=person_id, defaults=facts)
    record(actor, CalendarFeedMade(person_id=person_id))
    return feed, secret


@service(FeedAction.REVOKE)
def revoke_calendar_feed(*, actor: Actor) -> None:
    """Revoke the actor's feed. Raises NotFound when there is none, Forbidden for a token."""
    require_browser(actor)
    person_id = require_person(actor, feeds.scope_of(FeedAction.REVOKE))
    gone, _tables = feeds.visible_to(actor).delete()
    if not gone:
        raise NotFound
    record(actor, CalendarFeedRevoked(person_id=person_id))


@service(Reason.STEP)
def revoke_feed_of(*, actor: Actor, person_id: UUID) -> None:
    """Revoke a person's feed, if there is one, together with all their keys."""
    gone, _tables = CalendarFeed.objects.filter(person=person_id).delete()
    if gone:
        record(actor, CalendarFeedRevoked(person_id=person_id))


register_key_revoker(lambda actor, person_id: revoke_feed_of(actor=actor, person_id=person_id))


@service(Reason.SYSTEM)
def note_calendar_read(*, actor: Actor, feed: CalendarFeed) -> None:
    """Record that a client read the feed, with at most one write per minute."""
    unnoted = Q(read_at=None) | Q(read_at__lt=now() - READ_NOTE_INTERVAL)
    CalendarFeed.objects.filter(unnoted, pk=feed.pk).update(read_at=now())
