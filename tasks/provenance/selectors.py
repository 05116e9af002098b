"""The chain of an action item: why it is done, what is done, how everybody knows.

What a reader may not see keeps its place in the chain, without its title.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext as _, ngettext

from dialogue.messages.selectors import messages_for
from dialogue.models import Message
from dialogue.timeline.presenters import excerpt_of
from tasks.items.models import ActionItem
from tasks.items.states import PROVED, State
from viche.kernel.actor import Actor
from viche.kernel.links import LINKABLE, LinkView, Reference, describe
from viche.kernel.models import Link
from viche.kernel.text import Text, both, in_both

MOST_STEPS = 30


@dataclass(frozen=True, slots=True)
class Step:
    """One link of the chain. `id`, `title` and `url` are None for what the reader may not see."""

    kind: str
    id: UUID | None
    label: Text
    title: Text | None
    state: str
    at: datetime | None
    url: str | None


def chain_of(actor: Actor, item: ActionItem) -> list[Step]:
    """The steps from the first cause to the verification. Needs the joined item; `actor` must see it."""
    causes = _causes(item)
    views = describe(actor, causes)
    ids = [pk for kind, pk in causes if kind == "message"]
    messages = {row.pk: row for row in messages_for(actor, ids)} if ids else {}
    steps = [_cause(one, views.get(one), messages.get(one[1])) for one in causes]
    return [*steps, _itself(item), _proof(item), _verification(item)]


def _causes(item: ActionItem) -> list[Reference]:
    """Everything that led to the item, the first cause first."""
    nearest: list[Reference] = []
    edge: list[Reference] = [("action", item.pk)]
    found = set(edge)
    while edge and len(found) < MOST_STEPS:
        edge = [one for one in _sources(edge) if one not in found]
        found.update(edge)
        nearest += edge
    if item.thread_id is not None and ("thread", item.thread_id) not in found:
        nearest.append(("thread", item.thread_id))
    return nearest[::-1]


def _sources(targets: list[Reference]) -> Iterator[Reference]:
    for kind, pk in targets:
        rows = Link.objects.filter(target_type=kind, target_id=pk).order_by("-at", "-id")
        yield from dict.fromkeys(rows.values_list("source_type", "source_id"))


def _cause(reference: Reference, view: LinkView | None, message: Message | None) -> Step:
    kind, pk = reference
    if view is None:
        return Step(kind, None, _label(kind), None, "", None, None)
    if message is None:
        return Step(kind, pk, _label(kind), view.title, view.state, view.at, view.url)
    words = excerpt_of(message)
    said = in_both(lambda: words or _silence(message))
    return Step(kind, pk, _label(kind, message.number), said, view.state, view.at, view.url)


def _silence(message: Message) -> str:
    return _("The message is hidden") if message.is_hidden else _("The message was deleted")


def _label(kind: str, number: int | None = None) -> Text:
    if number is not None:
        return in_both(lambda: _("Message no. %(number)d") % {"number": number})
    known = LINKABLE.get(kind)
    return in_both(lambda: str(known.name) if known is not None else _("Something else"))


def _itself(item: ActionItem) -> Step:
    label = in_both(lambda: _("Action item no. %(number)d") % {"number": item.number})
    return Step(
        "action", item.pk, label, both(item, "title"), item.state, item.created_at, f"/actions/{item.pk}"
    )


def _proof(item: ActionItem) -> Step:
    count = item.evidence_count
    title = in_both(
        lambda: (
            ngettext("%(count)d piece", "%(count)d pieces", count) % {"count": count}
            if count
            else _("None yet")
        )
    )
    state = "present" if count else "missing"
    return Step("evidence", None, in_both(lambda: _("Evidence")), title, state, item.done_at, None)


def _verification(item: ActionItem) -> Step:
    label = in_both(lambda: _("Verification"))
    if item.state in PROVED and item.verified_for is not None:
        return Step(
            "verification",
            None,
            label,
            both(item.verified_for, "short_name"),
            "verified",
            item.verified_at,
            None,
        )
    waits = item.state == State.DONE
    title = in_both(lambda: _("Waits for another organisation") if waits else _("Not yet"))
    return Step("verification", None, label, title, "waiting" if waits else "", None, None)
