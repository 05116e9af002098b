"""Propose a decision, and change the draft."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from dialogue.decisions.answers import check_rule
from dialogue.decisions.events import DecisionChanged, DecisionProposed, record_decision
from dialogue.decisions.loaders import lock_decision
from dialogue.decisions.models import Decision, DecisionOption, DecisionState
from dialogue.decisions.policies import Action, DecisionPolicy
from dialogue.threads.loaders import require_person
from dialogue.threads.models import Thread
from dialogue.threads.policies import Action as ThreadAction, DialogueAction, DialoguePolicy, load_thread
from groups.models import InitiativeGroup
from groups.selectors import get_mandate_in_group
from viche.kernel.actor import Actor
from viche.kernel.disclosure import check_disclosure
from viche.kernel.errors import Invalid
from viche.kernel.object_links import describe, link
from viche.kernel.policy import load
from viche.kernel.services import service
from viche.kernel.versions import check_version, save_new_version

Options = Sequence[Mapping[str, str]]
TEXTS = {"title_uk": "/title", "title_en": "/title_en", "text": "/text"}
SOURCES = frozenset({"message", "thread", "recommendation"})


@service(DialogueAction.START)
def propose_in_group(*, actor: Actor, group_id: UUID, facts: Mapping[str, Any]) -> Decision:
    """Draft a decision of a group, outside any thread. See `propose_in_thread`."""
    return _propose(actor, load(DialoguePolicy(), actor, group_id, DialogueAction.START), None, facts)


@service(ThreadAction.POST)
def propose_in_thread(*, actor: Actor, thread_id: UUID, facts: Mapping[str, Any]) -> Decision:
    """Draft a decision in a thread.

    `facts` are fields of the decision, `options`, `mandate_id`, and `source`: the kind and id of what it is
    made of. Raises NotFound, Forbidden, PersonalData, and Invalid for a rule whose parts do not fit, and for
    a source or a superseded decision that the actor cannot name.
    """
    thread = load_thread(actor, thread_id, ThreadAction.POST)
    return _propose(actor, thread.group, thread, facts)


def _propose(
    actor: Actor, group: InitiativeGroup, thread: Thread | None, facts: Mapping[str, Any]
) -> Decision:
    row = Decision(
        group=group, register_id=group.register_id, thread=thread, proposed_by_id=require_person(actor)
    )
    row.mandate = get_mandate_in_group(actor, group.pk, facts.get("mandate_id"))
    source = _validate_source(actor, facts.get("source"))
    options: Options = facts.get("options", ())
    _set_fields(actor, row, facts)
    check_rule(row, len(options))
    actor = check_disclosure(actor, _collect_texts(facts))
    row.save(force_insert=True)
    _save_options(row, options)
    if source is not None:
        link(actor, "became", source=source, target=("decision", row.pk))
    record_decision(actor, DecisionProposed, row)
    return row


@service(Action.EDIT)
def edit_decision(
    *, actor: Actor, decision_id: UUID, changes: Mapping[str, Any], expected_version: int | None = None
) -> Decision:
    """Change a draft; `options` replace all options.

    Raises NotFound, Forbidden, Stale, Invalid, PersonalData: see `propose_in_thread`.
    """
    row = lock_decision(actor, decision_id, Action.EDIT)
    check_version(row, expected_version)
    _set_fields(actor, row, changes)
    count = len(changes["options"]) if "options" in changes else row.options.count()
    check_rule(row, count)
    actor = check_disclosure(actor, _collect_texts(changes))
    if "options" in changes:
        row.options.all().delete()
        _save_options(row, changes["options"])
    save_new_version(row, whole=True)
    record_decision(actor, DecisionChanged, row)
    return row


def _set_fields(actor: Actor, row: Decision, facts: Mapping[str, Any]) -> None:
    for name, value in facts.items():
        if name not in ("options", "source", "mandate_id"):
            setattr(row, name, value)
    if (other_id := facts.get("supersedes_id")) is not None:
        _check_supersedes(actor, row, other_id)


def _check_supersedes(actor: Actor, row: Decision, other_id: UUID) -> None:
    """Raise Invalid unless it is an adopted decision of the group; few supersede only their own."""
    known = (
        DecisionPolicy()
        .visible_to(actor)
        .filter(pk=other_id, group=row.group_id, state=DecisionState.ADOPTED)
    )
    other = known.exclude(pk=row.pk).first()
    if other is None or not (row.is_shared_with_group or other.thread_id == row.thread_id):
        raise Invalid.field(
            "/supersedes", "not_adopted", _("Only an adopted decision of this group is superseded here.")
        )


def _validate_source(actor: Actor, source: Mapping[str, Any] | None) -> tuple[str, UUID] | None:
    if source is None:
        return None
    reference = source["kind"], source["id"]
    if reference[0] not in SOURCES or reference not in describe(actor, [reference]):
        raise Invalid.field("/source/id", "unknown", _("There is no such thing that you can read."))
    return reference


def _collect_texts(facts: Mapping[str, Any]) -> dict[str, str]:
    """Return the texts by the pointers of their fields, for the check of personal data."""
    texts = {pointer: facts[name] for name, pointer in TEXTS.items() if name in facts}
    for place, option in enumerate(facts.get("options", ())):
        names = {"label_uk": "label", "label_en": "label_en", "text": "text"}
        texts |= {f"/options/{place}/{names[name]}": words for name, words in option.items()}
    return texts


def _save_options(row: Decision, options: Options) -> None:
    DecisionOption.objects.bulk_create(
        DecisionOption(decision=row, position=place, **option) for place, option in enumerate(options, 1)
    )
