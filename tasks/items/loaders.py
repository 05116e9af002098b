"""What the services of this room share: who acts, for whom, and how facts name their action item."""

from __future__ import annotations

from typing import TypedDict
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from dialogue.common.text_validation import checked_text
from groups.models import InitiativeGroup, Mandate
from tasks.external_assignees.models import ActionLink
from tasks.items.access import Stance
from tasks.items.models import ActionItem
from tasks.items.policies import ActionItemPolicy, fits
from tasks.items.text_models import Remark
from tasks.items.workflow import AT_WORK_ON_IT, LOGGED, RULES, Action, Part
from viche.kernel.actor import Actor
from viche.kernel.errors import Forbidden, Invalid, NotFound, SignedOut, Stale
from viche.kernel.policy import check_scopes

REASON_LENGTH = 1_000


class Place(TypedDict):
    """The fields by which every fact names its action item."""

    action_id: UUID
    group_id: UUID
    thread_id: UUID | None
    shared: bool
    row_version: int


def place_of(item: ActionItem) -> Place:
    """Where a fact about `item` belongs, as the item is now."""
    return {
        "action_id": item.pk,
        "group_id": item.group_id,
        "thread_id": item.thread_id,
        "shared": item.is_shared_with_group,
        "row_version": item.version,
    }


def person_of(actor: Actor) -> UUID:
    """The person who acts. Raises Forbidden for the system, which has no voice."""
    if actor.person_id is None:
        raise Forbidden
    return actor.person_id


def hold_register(action_id: UUID) -> None:
    """Let those who change how the items of one register hang together, or number them, wait in turn; before
    the item is locked.
    """
    register = ActionItem.objects.filter(pk=action_id).values("register")
    InitiativeGroup.objects.select_for_update(no_key=True).filter(pk__in=register).first()


def author_of(actor: Actor) -> UUID | None:
    """The person who acts; nobody where whoever has a link does. Raises Forbidden for the system."""
    return None if actor.link_id is not None else person_of(actor)


def lock_item(
    actor: Actor, action_id: UUID, action: Action, expected_version: int | None
) -> tuple[ActionItem, Stance]:
    """Hold an item and authorise; returns what the actor is as well.

    Raises SignedOut, Forbidden for a token without the scope, NotFound for what is not seen, then Forbidden
    for who is not the one to do this, then Stale for another version, then Forbidden for a state that the
    action does not fit: of two who do the same at once, the later one learns that somebody was faster.
    """
    if actor.is_nobody:
        raise SignedOut
    check_scopes(actor, *ActionItemPolicy().scopes_of(action))
    rows = ActionItem.objects.select_related("group").select_for_update(of=("self",), no_key=True)
    item = rows.filter(pk=action_id).first()
    # Only now: while they waited for the item, a link may have been revoked, or a seat taken away.
    policy, stance = ActionItemPolicy(), Stance.of(actor)
    parts = stance.parts_of(item) if item is not None else frozenset()
    if item is None or not parts:
        raise NotFound
    if parts.isdisjoint(RULES[action].parts):
        raise policy.refusal(actor, action, item)
    if expected_version is not None and item.version != expected_version:
        raise Stale
    if not fits(action, item):
        raise policy.refusal(actor, action, item)
    _note_who_works(actor, item, action, parts)
    return item, stance


def lock_step(
    actor: Actor, action_id: UUID, action: Action, expected_version: int | None, *, logged: bool
) -> tuple[ActionItem, Stance]:
    """`lock_item` for a step of the owner: theirs, or `logged` by who leads and was told of it."""
    if not logged:
        return lock_item(actor, action_id, action, expected_version)
    if action not in LOGGED:
        raise Invalid.field(
            "/logged", "not_logged", _("This step is taken by whoever it is for, not logged.")
        )
    item, stance = lock_item(actor, action_id, Action.LOG, expected_version)
    if not fits(action, item):
        raise ActionItemPolicy().refusal(actor, Action.LOG, item)
    _keep_from_verifying(item, person_of(actor))
    return item, stance


def _note_who_works(actor: Actor, item: ActionItem, action: Action, parts: frozenset[Part]) -> None:
    """Who takes a step of the owner, and who could have taken it."""
    works = action in AT_WORK_ON_IT and Part.OWNER in parts
    person_id = actor.person_id if works else None
    if actor.link_id is not None:
        # Who made a link knows its secret: whatever is done by it could have been done by them.
        person_id = ActionLink.objects.values_list("made_by", flat=True).get(pk=actor.link_id)
    if person_id is not None:
        _keep_from_verifying(item, person_id)


def _keep_from_verifying(item: ActionItem, person_id: UUID) -> None:
    """Whomever they speak for later."""
    if person_id not in item.worked_by:
        item.worked_by.append(person_id)
        item.save(update_fields=["worked_by"])


def speaks_through(
    stance: Stance, item: ActionItem, action: Action, mandate_id: UUID | None = None
) -> Mandate | None:
    """The mandate through which somebody takes a step: one that gives them the part which the step asks for.

    None for a guest. Raises Invalid for a chosen mandate that does not fit.
    """
    voices = stance.voices_for_owner(item) if Part.OWNER in RULES[action].parts else []
    if Part.VERIFIER in RULES[action].parts:
        voices = stance.voices_for_verifier(item)
    fitting = [one.mandate for one in voices or stance.voices.get(item.group_id, ())]
    if mandate_id is None:
        return fitting[0] if fitting else None
    chosen = next((one for one in fitting if one.pk == mandate_id), None)
    if chosen is None:
        raise Invalid.field(
            "/on_behalf_of", "not_yours", _("You cannot take this step through this mandate.")
        )
    return chosen


def write_remark(actor: Actor, item: ActionItem, mandate: Mandate | None, text: str, pointer: str) -> Remark:
    """Put words to a step. Raises Invalid at `pointer` for nothing or too much."""
    return Remark.objects.create(
        action=item,
        author_id=author_of(actor),
        link_id=actor.link_id,
        mandate=mandate,
        text=checked_text(pointer, text, REASON_LENGTH),
    )
