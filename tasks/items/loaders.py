"""Helpers shared by the services of action items: locking, authorisation, the acting person, events."""

from __future__ import annotations

from typing import TypedDict
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from dialogue.common.text_validation import validate_text
from groups.models import InitiativeGroup, Mandate
from tasks.external_assignees.models import ActionLink
from tasks.items.access import ActorItemAccess
from tasks.items.models import ActionItem
from tasks.items.policies import ActionItemPolicy, is_allowed_in_state
from tasks.items.text_models import Remark
from tasks.items.workflow import EXCLUDES_FROM_VERIFYING, RECORDABLE_BY_FACILITATOR, RULES, Action, ItemRole
from viche.kernel.actor import Actor
from viche.kernel.errors import Forbidden, Invalid, NotFound, SignedOut
from viche.kernel.policy import check_scopes
from viche.kernel.versions import check_version

REASON_LENGTH = 1_000


class Place(TypedDict):
    """Fields by which every event refers to its action item."""

    action_id: UUID
    group_id: UUID
    thread_id: UUID | None
    shared: bool
    row_version: int


def event_fields_of(item: ActionItem) -> Place:
    """Return the event fields of an item in its present state."""
    return {
        "action_id": item.pk,
        "group_id": item.group_id,
        "thread_id": item.thread_id,
        "shared": item.is_shared_with_group,
        "row_version": item.version,
    }


def require_person_id(actor: Actor) -> UUID:
    """Return the id of the acting person. Raises Forbidden for the system."""
    if actor.person_id is None:
        raise Forbidden
    return actor.person_id


def lock_register(action_id: UUID) -> None:
    """Lock the register of an item, before the item itself is locked.

    Serialises changes of the relations between its items, and their numbering.
    """
    register = ActionItem.objects.filter(pk=action_id).values("register")
    InitiativeGroup.objects.select_for_update(no_key=True).filter(pk__in=register).first()


def get_author_id(actor: Actor) -> UUID | None:
    """Return the id of the acting person, None for a guest link. Raises Forbidden for the system."""
    return None if actor.link_id is not None else require_person_id(actor)


def lock_item(
    actor: Actor, action_id: UUID, action: Action, expected_version: int | None
) -> tuple[ActionItem, ActorItemAccess]:
    """Lock an item, authorise the action, and return the item with the actor's access.

    Raises SignedOut, Forbidden for a token without the scope, NotFound for an item that the actor may not
    read, then Forbidden for a missing role, then Stale for another version, then Forbidden when the state
    does not allow the action: of two concurrent requests for the same step, the later one gets Stale.
    """
    if actor.is_unidentified:
        raise SignedOut
    check_scopes(actor, *ActionItemPolicy().scopes_of(action))
    rows = ActionItem.objects.select_related("group").select_for_update(of=("self",), no_key=True)
    item = rows.filter(pk=action_id).first()
    # Loaded after the lock: a link or a seat may have been revoked while the request waited for it.
    policy, stance = ActionItemPolicy(), ActorItemAccess.of(actor)
    parts = stance.roles_for(item) if item is not None else frozenset()
    if item is None or not parts:
        raise NotFound
    if parts.isdisjoint(RULES[action].roles):
        raise policy.refusal(actor, action, item)
    check_version(item, expected_version)
    if not is_allowed_in_state(action, item):
        raise policy.refusal(actor, action, item)
    _exclude_workers_from_verifying(actor, item, action, parts)
    return item, stance


def lock_step(
    actor: Actor, action_id: UUID, action: Action, expected_version: int | None, *, logged: bool
) -> tuple[ActionItem, ActorItemAccess]:
    """Lock an item for a step of its owner, taken by the owner or `logged` by a facilitator.

    Raises like `lock_item`, and Invalid for a step that may not be logged.
    """
    if not logged:
        return lock_item(actor, action_id, action, expected_version)
    if action not in RECORDABLE_BY_FACILITATOR:
        raise Invalid.field(
            "/logged", "not_logged", _("You cannot log this step: the person it is for has to take it.")
        )
    item, stance = lock_item(actor, action_id, Action.LOG, expected_version)
    if not is_allowed_in_state(action, item):
        raise ActionItemPolicy().refusal(actor, Action.LOG, item)
    _exclude_from_verifying(item, require_person_id(actor))
    return item, stance


def _exclude_workers_from_verifying(
    actor: Actor, item: ActionItem, action: Action, parts: frozenset[ItemRole]
) -> None:
    """Record the people who took a step of the owner or could have taken it."""
    works = action in EXCLUDES_FROM_VERIFYING and ItemRole.OWNER in parts
    person_id = actor.person_id if works else None
    if actor.link_id is not None:
        # The author of a link knows its secret, and so could have taken any step made through it.
        person_id = ActionLink.objects.values_list("made_by", flat=True).get(pk=actor.link_id)
    if person_id is not None:
        _exclude_from_verifying(item, person_id)


def _exclude_from_verifying(item: ActionItem, person_id: UUID) -> None:
    """Record that this person may never verify the item, whichever organisation they speak for later."""
    if person_id not in item.worked_by:
        item.worked_by.append(person_id)
        item.save(update_fields=["worked_by"])


def find_acting_mandate(
    stance: ActorItemAccess, item: ActionItem, action: Action, mandate_id: UUID | None = None
) -> Mandate | None:
    """Return the mandate through which the actor takes a step: one with a required role.

    None for a guest. Raises Invalid for a chosen mandate that does not fit.
    """
    voices = stance.seats_for_owner(item) if ItemRole.OWNER in RULES[action].roles else []
    if ItemRole.VERIFIER in RULES[action].roles:
        voices = stance.seats_for_verifier(item)
    if ItemRole.RECENT_VERIFIER in RULES[action].roles:
        voices = stance.seats_for_recent_verifier(item)
    fitting = [one.mandate for one in voices or stance.seats_for_speaker(item)]
    if mandate_id is None:
        return fitting[0] if fitting else None
    chosen = next((one for one in fitting if one.pk == mandate_id), None)
    if chosen is None:
        raise Invalid.field(
            "/on_behalf_of", "not_yours", _("You cannot take this step through this mandate.")
        )
    return chosen


def write_remark(actor: Actor, item: ActionItem, mandate: Mandate | None, text: str, pointer: str) -> Remark:
    """Store the text of a step. Raises Invalid at `pointer` when it is empty or too long."""
    return Remark.objects.create(
        action=item,
        author_id=get_author_id(actor),
        link_id=actor.link_id,
        mandate=mandate,
        text=validate_text(pointer, text, REASON_LENGTH),
    )
