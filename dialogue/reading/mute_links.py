"""The address by which who got an e-mail about a thread is told no more of it, and again."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from uuid import UUID

from django.core.signing import BadSignature, Signer
from django.db.models import Q

from dialogue.reading.events import AttentionChanged
from dialogue.reading.models import Attention, ThreadAttention
from dialogue.threads.models import Thread
from dialogue.threads.selectors import went_on_in
from viche.accounts.events import EmailChanged
from viche.accounts.models import User
from viche.kernel.clock import now
from viche.kernel.models import Event

SIGNER = Signer(salt="dialogue.muting")

LASTS = timedelta(days=366)


@dataclass(frozen=True, slots=True)
class Muting:
    """For whom and which thread an address is, and whether its time is over."""

    person: User
    thread_id: UUID
    is_over: bool


def mute_path(person_id: UUID, thread_id: UUID) -> str:
    """It holds for a year, as long as mail goes to the address to which it went, and does nothing but mute
    one thread for one person and take that back.
    """
    made_at = int(now().timestamp())
    return f"/mute/{SIGNER.sign_object([str(person_id), str(thread_id), made_at])}"


def read(token: str) -> Muting | None:
    """What an address is for; None for one that we did not make, and for whoever has left."""
    try:
        person_id, thread_id, made_at = SIGNER.unsign_object(token)
    except (BadSignature, ValueError):
        return None
    person = User.objects.filter(pk=person_id, is_active=True).first()
    if person is None:
        return None
    return Muting(person, UUID(thread_id), _is_over(person, datetime.fromtimestamp(made_at, UTC)))


def _is_over(person: User, made_at: datetime) -> bool:
    """Whoever has the mailbox of before may be somebody else by now: the successor in a post, for one."""
    changed = Event.objects.filter(
        subject_type="person", subject_id=person.pk, kind=EmailChanged.kind, at__gt=made_at
    )
    return now() - made_at > LASTS or changed.exists()


def level_of(person_id: UUID, thread_id: UUID) -> Attention:
    """What a person is told of in a thread."""
    rows = ThreadAttention.objects.filter(person=person_id, thread=thread_id)
    return Attention(rows.values_list("level", flat=True).first() or Attention.USUAL)


def level_before(person_id: UUID, thread: Thread) -> Attention:
    """What a person was told of in a thread before they muted it, as the log says; what they chose in a
    thread that went on in this one counts here, too.
    """
    chosen = Event.objects.filter(
        subject_type="person",
        subject_id=person_id,
        kind=AttentionChanged.kind,
        data__thread_id__in=[str(pk) for pk in went_on_in(thread)],
    ).exclude(data__level=Attention.MUTED)
    level = chosen.order_by("-id").values_list("data__level", flat=True).first()
    return Attention(level or Attention.USUAL)


def muted_by(person_id: UUID | None) -> Q:
    """The condition on what belongs to a thread that a person mutes."""
    rows = ThreadAttention.objects.filter(person=person_id, level=Attention.MUTED)
    return Q(thread__in=rows.values("thread"))
