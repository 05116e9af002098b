"""Provenance of an action item: why it is done, what is done, and how the result is known.

Objects that the reader may not read keep their place in the chain, without a title.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext as _, ngettext

from dialogue.messages.selectors import messages_for
from dialogue.models import Message
from dialogue.timeline.presenters import get_excerpt
from tasks.evidence.models import Evidence
from tasks.items.models import ActionItem
from tasks.items.states import VERIFIED_STATES, State
from viche.kernel.actor import Actor
from viche.kernel.models import Link
from viche.kernel.object_links import LINKABLE, LinkView, Reference, describe
from viche.kernel.text import Text, bilingual_of, render_bilingual

MAX_STEPS = 30


@dataclass(frozen=True, slots=True)
class ProvenanceStep:
    """A step of the chain. `id`, `title` and `url` are None for what the reader may not read."""

    kind: str
    id: UUID | None
    label: Text
    title: Text | None
    state: str
    at: datetime | None
    url: str | None


def build_chain(actor: Actor, item: ActionItem) -> list[ProvenanceStep]:
    """Return the steps from the first cause to the verification.

    Needs the relations of the item loaded; the actor must be allowed to read it.
    """
    causes = _find_causes(item)
    views = describe(actor, causes)
    ids = [pk for kind, pk in causes if kind == "message"]
    messages = {row.pk: row for row in messages_for(actor, ids)} if ids else {}
    steps = [_cause_step(one, views.get(one), messages.get(one[1])) for one in causes]
    return [*steps, _item_step(item), _evidence_step(item), _verification_step(item)]


def _find_causes(item: ActionItem) -> list[Reference]:
    """Return the objects that led to the item, the first cause first."""
    nearest: list[Reference] = []
    edge: list[Reference] = [("action", item.pk)]
    found = set(edge)
    while edge and len(found) < MAX_STEPS:
        edge = [one for one in _find_sources(edge) if one not in found]
        found.update(edge)
        nearest += edge
    if item.thread_id is not None and ("thread", item.thread_id) not in found:
        nearest.append(("thread", item.thread_id))
    return nearest[::-1]


def _find_sources(targets: list[Reference]) -> Iterator[Reference]:
    for kind, pk in targets:
        rows = Link.objects.filter(target_type=kind, target_id=pk).order_by("-at", "-id")
        yield from dict.fromkeys(rows.values_list("source_type", "source_id"))


def _cause_step(reference: Reference, view: LinkView | None, message: Message | None) -> ProvenanceStep:
    kind, pk = reference
    if view is None:
        return ProvenanceStep(kind, None, _label(kind), None, "", None, None)
    if message is None:
        return ProvenanceStep(kind, pk, _label(kind), view.title, view.state, view.at, view.url)
    words = get_excerpt(message)
    said = render_bilingual(lambda: words or _describe_missing_message(message))
    return ProvenanceStep(kind, pk, _label(kind, message.number), said, view.state, view.at, view.url)


def _describe_missing_message(message: Message) -> str:
    return _("The message is hidden") if message.is_hidden else _("The message was deleted")


def _label(kind: str, number: int | None = None) -> Text:
    if number is not None:
        return render_bilingual(lambda: _("Message no. %(number)d") % {"number": number})
    known = LINKABLE.get(kind)
    return render_bilingual(lambda: str(known.name) if known is not None else _("Something else"))


def _item_step(item: ActionItem) -> ProvenanceStep:
    label = render_bilingual(lambda: _("Action item no. %(number)d") % {"number": item.number})
    return ProvenanceStep(
        "action",
        item.pk,
        label,
        bilingual_of(item, "title"),
        item.state,
        item.created_at,
        f"/actions/{item.pk}",
    )


def _evidence_step(item: ActionItem) -> ProvenanceStep:
    hidden = _count_hidden_evidence(item)
    state = "present" if item.evidence_count else "hidden" if hidden else "missing"
    title = render_bilingual(lambda: _describe_evidence(item.evidence_count, hidden))
    return ProvenanceStep(
        "evidence", None, render_bilingual(lambda: _("Evidence")), title, state, item.done_at, None
    )


def _count_hidden_evidence(item: ActionItem) -> int:
    """Return how many pieces of evidence are hidden; no query for an item of which none was removed."""
    if not item.removed_evidence_count:
        return 0
    return Evidence.objects.filter(action=item, hidden_remark__isnull=False).count()


def _describe_evidence(count: int, hidden: int) -> str:
    """Return how many pieces there are, and how many stood there and are hidden."""
    pieces = ngettext("%(count)d piece", "%(count)d pieces", count) % {"count": count}
    removed = ngettext("%(count)d piece hidden", "%(count)d pieces hidden", hidden) % {"count": hidden}
    parts = [text for text, number in ((pieces, count), (removed, hidden)) if number]
    return ", ".join(parts) or _("None yet")


def _verification_step(item: ActionItem) -> ProvenanceStep:
    label = render_bilingual(lambda: _("Verification"))
    if item.state in VERIFIED_STATES and item.verified_for is not None:
        return ProvenanceStep(
            "verification",
            None,
            label,
            bilingual_of(item.verified_for, "short_name"),
            "verified",
            item.verified_at,
            None,
        )
    waits = item.state == State.DONE
    title = render_bilingual(lambda: _("Waiting for another organisation") if waits else _("Not yet"))
    return ProvenanceStep("verification", None, label, title, "waiting" if waits else "", None, None)
