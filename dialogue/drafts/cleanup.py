"""Remove quoted text and names of other people from message drafts."""

from __future__ import annotations

from uuid import UUID

from django.db.models import F, Q

from dialogue.drafts.models import MessageDraft
from dialogue.messages.mentions import rename_mentions
from dialogue.messages.models import MessageRevision
from dialogue.messages.selectors import mentions_person_q


def delete_drafted_quotes(of: Q) -> None:
    """Remove the quotes from drafts whose `reply_to` meets the condition."""
    MessageDraft.objects.filter(of).exclude(quote_version=None).update(
        quote_text="", quote_version=None, version=F("version") + 1
    )


def redact_drafts(person_id: UUID, pseudonym: str, *, removes_messages: bool) -> None:
    """Delete the drafts of an erased person and redact those of others.

    These mention the person by the pseudonym and no longer quote messages that mention them.
    """
    MessageDraft.objects.filter(person=person_id).delete()
    earlier = MessageRevision.objects.filter(mentions_person_q(person_id)).values("message")
    named = Q(reply_to__in=earlier) | mentions_person_q(person_id, "reply_to__body")
    delete_drafted_quotes(named | Q(reply_to__author=person_id) if removes_messages else named)
    rows = list(
        MessageDraft.objects.select_for_update(no_key=True)
        .filter(mentions_person_q(person_id))
        .order_by("pk")
    )
    for row in rows:
        row.body, row.version = rename_mentions(row.body, person_id, pseudonym), row.version + 1
    MessageDraft.objects.bulk_update(rows, ["body", "version"], batch_size=500)
