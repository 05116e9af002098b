"""The address by which who got an e-mail about a thread is told no more of it, and again."""

from __future__ import annotations

from uuid import UUID

from django.core.signing import BadSignature, Signer
from django.db.models import Q

from dialogue.events import AttentionChanged
from dialogue.models import Attention, Thread, ThreadAttention
from dialogue.moved import went_on_in
from viche.accounts.models import User
from viche.kernel.models import Event

SIGNER = Signer(salt="dialogue.muting")


def mute_path(person_id: UUID, thread_id: UUID) -> str:
    """It holds for good, and does nothing but mute one thread for one person and take that back."""
    return f"/mute/{SIGNER.sign_object([str(person_id), str(thread_id)])}"


def read(token: str) -> tuple[User, UUID] | None:
    """For whom and which thread; None for an address that we did not make, and for whoever has left."""
    try:
        person_id, thread_id = (UUID(one) for one in SIGNER.unsign_object(token))
    except (BadSignature, ValueError):
        return None
    person = User.objects.filter(pk=person_id, is_active=True).first()
    return (person, thread_id) if person else None


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
