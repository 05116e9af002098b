"""Signed links in e-mails that mute one thread for one person, and undo that."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from uuid import UUID

from django.core.signing import BadSignature, Signer

from dialogue.reading.events import AttentionChanged
from dialogue.reading.models import Attention, ThreadAttention
from dialogue.threads.models import Thread
from dialogue.threads.selectors import merged_sources_of
from viche.accounts.events import EmailChanged
from viche.accounts.models import User
from viche.kernel.clock import now
from viche.kernel.models import Event

SIGNER = Signer(salt="dialogue.muting")

LINK_LIFETIME = timedelta(days=366)


@dataclass(frozen=True, slots=True)
class MuteLink:
    """The person and the thread of a mute link, and whether it has expired."""

    person: User
    thread_id: UUID
    is_over: bool


def build_mute_path(person_id: UUID, thread_id: UUID) -> str:
    """Return the path of a signed link that mutes one thread for one person.

    It is valid for a year, while the person's e-mail address stays the same, and permits nothing but muting
    that thread and undoing it.
    """
    made_at = int(now().timestamp())
    return f"/mute/{SIGNER.sign_object([str(person_id), str(thread_id), made_at])}"


def read_mute_token(token: str) -> MuteLink | None:
    """Return what a link is for; None for an invalid signature or a closed account."""
    try:
        person_id, thread_id, made_at = SIGNER.unsign_object(token)
    except (BadSignature, ValueError):
        return None
    person = User.objects.filter(pk=person_id, is_active=True).first()
    if person is None:
        return None
    return MuteLink(person, UUID(thread_id), _is_over(person, datetime.fromtimestamp(made_at, UTC)))


def _is_over(person: User, made_at: datetime) -> bool:
    """Return whether the link has expired or the person's e-mail address has changed since.

    The old mailbox may belong to another person by now, for example the successor in a post.
    """
    changed = Event.objects.filter(
        subject_type="person", subject_id=person.pk, kind=EmailChanged.kind, at__gt=made_at
    )
    return now() - made_at > LINK_LIFETIME or changed.exists()


def level_of(person_id: UUID, thread_id: UUID) -> Attention:
    """Return the notification level of a person in a thread."""
    rows = ThreadAttention.objects.filter(person=person_id, thread=thread_id)
    return Attention(rows.values_list("level", flat=True).first() or Attention.USUAL)


def get_level_before_mute(person_id: UUID, thread: Thread) -> Attention:
    """Return the level that a person had before they muted the thread, by the event log.

    What they chose in a thread that was merged into this one counts, too.
    """
    chosen = Event.objects.filter(
        subject_type="person",
        subject_id=person_id,
        kind=AttentionChanged.kind,
        data__thread_id__in=[str(pk) for pk in merged_sources_of(thread)],
    ).exclude(data__level=Attention.MUTED)
    level = chosen.order_by("-id").values_list("data__level", flat=True).first()
    return Attention(level or Attention.USUAL)
