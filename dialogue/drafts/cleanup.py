"""Drafts of messages hold words of others and their names: what becomes of these."""

from __future__ import annotations

from uuid import UUID

from django.db.models import F, Q

from dialogue.drafts.models import MessageDraft
from dialogue.messages.mentions import renamed
from dialogue.messages.models import MessageRevision
from dialogue.messages.selectors import naming


def forget_drafted_quotes(of: Q) -> None:
    """No draft goes on quoting the messages of which `of` is true for `reply_to`."""
    MessageDraft.objects.filter(of).exclude(quote_version=None).update(
        quote_text="", quote_version=None, version=F("version") + 1
    )


def forget_in_drafts(person_id: UUID, pseudonym: str, *, removes_messages: bool) -> None:
    """Somebody is erased: their drafts go, and those of others name them by their pseudonym and quote nothing
    in which they are named.
    """
    MessageDraft.objects.filter(person=person_id).delete()
    earlier = MessageRevision.objects.filter(naming(person_id)).values("message")
    named = Q(reply_to__in=earlier) | naming(person_id, "reply_to__body")
    forget_drafted_quotes(named | Q(reply_to__author=person_id) if removes_messages else named)
    rows = list(MessageDraft.objects.select_for_update(no_key=True).filter(naming(person_id)).order_by("pk"))
    for row in rows:
        row.body, row.version = renamed(row.body, person_id, pseudonym), row.version + 1
    MessageDraft.objects.bulk_update(rows, ["body", "version"], batch_size=500)
