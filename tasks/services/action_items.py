"""Make an action item, and change it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any, TypedDict
from uuid import UUID

from django.db.models import Max
from django.utils.translation import gettext_lazy as _

from dialogue.models import Message, Thread
from dialogue.policies import Action as ThreadAction, ThreadPolicy
from dialogue.texts import checked_text
from groups.grants import hold, sync_grants
from groups.models import InitiativeGroup, InitiativeGroupUserPermission, Mandate, Organisation, Role
from groups.policies import FACILITATE, holds
from groups.selectors import mandate_for, people_of, seats_of
from tasks.events import ActionEdited, ActionMade, ActionReassigned
from tasks.facts import lock_item, person_of, place_of, speaks_through, write_remark
from tasks.models import ActionItem, Audience, Criterion, Priority, Remark, State
from tasks.planning import plan_reminders
from tasks.policies import RegisterAction, RegisterPolicy
from tasks.stance import Stance
from tasks.workflow import Action
from viche.kernel.actor import Actor
from viche.kernel.clock import now, today
from viche.kernel.errors import Conflict, Forbidden, Invalid, NotFound
from viche.kernel.events import record
from viche.kernel.links import link
from viche.kernel.policy import load
from viche.kernel.services import service

TITLE_LENGTH, DESCRIPTION_LENGTH, CRITERION_LENGTH = 200, 5_000, 500
MOST_CRITERIA = 20
FARTHEST = timedelta(days=20 * 366)
SPEAKING = [Role.FACILITATOR, Role.SECRETARY, Role.MEMBER]


@service(RegisterAction.MAKE)
def make_action_item(
    *,
    actor: Actor,
    group_id: UUID,
    title_uk: str,
    due_on: date,
    owner_organisation_id: UUID,
    title_en: str = "",
    description: str = "",
    priority: Priority = Priority.NORMAL,
    criteria: Sequence[str] = (),
    owner_id: UUID | None = None,
    verifier_organisation_id: UUID | None = None,
    thread_id: UUID | None = None,
    message_id: UUID | None = None,
    audience: Audience | None = None,
    number: tuple[int, int] | None = None,
    mandate_id: UUID | None = None,
) -> ActionItem:
    """Propose an action item to its owner, with the next number of the group's register and year.

    `owner_id`: the mandate of the one person whose work it is. What comes from a restricted thread is as
    restricted, unless a facilitator of the group says otherwise with `audience`. `number` (year and number)
    is for an item from a register kept before; `mandate_id` is the seat from which it is proposed. Raises
    NotFound, Forbidden, Invalid, Conflict for a taken number.
    """
    thread, message = _origin(actor, group_id, thread_id, message_id)
    group = _group(actor, group_id, thread)
    item = ActionItem(
        group=group,
        register_id=group.register_id,
        title_uk=checked_text("/title", title_uk, TITLE_LENGTH),
        title_en=checked_text("/title_en", title_en, TITLE_LENGTH, required=False),
        description=checked_text("/description", description, DESCRIPTION_LENGTH, required=False),
        priority=priority,
        due_on=_checked_day(group, due_on),
        original_due_on=due_on,
        thread=thread,
        message=message,
        audience=_audience(actor, group, thread, audience),
        created_by_id=person_of(actor),
        created_through=mandate_for(actor, group.pk, mandate_id, "/on_behalf_of"),
    )
    _set_owner(item, owner_organisation_id, owner_id)
    _set_verifier(item, verifier_organisation_id)
    _enter_register(actor, item, criteria, number)
    return item


def _enter_register(
    actor: Actor, item: ActionItem, criteria: Sequence[str], number: tuple[int, int] | None
) -> None:
    """Write a new item with everything that belongs to it."""
    item.year, item.number = _numbered(item.register_id, number)
    hold(item.group)
    item.save(force_insert=True)
    _set_criteria(item, criteria)
    cause = ("message", item.message_id) if item.message_id else ("thread", item.thread_id)
    if cause[1] is not None:
        link(actor, "became", source=(cause[0], cause[1]), target=("action", item.pk))
    plan_reminders(item)
    record(
        actor,
        ActionMade(
            **place_of(item),
            message_id=item.message_id,
            owner_organisation_id=item.owner_organisation_id,
            due_on=item.due_on,
            mandate_id=item.created_through_id,
        ),
    )
    if not item.is_shared_with_group:
        sync_grants(item, reason="action_made")


class ActionItemEdit(TypedDict, total=False):
    """What of an action item is to be changed. Its number and its first due day never are."""

    title_uk: str
    title_en: str
    description: str
    priority: Priority
    due_on: date
    criteria: Sequence[str]
    owner_organisation_id: UUID
    owner_id: UUID | None
    verifier_organisation_id: UUID | None
    audience: Audience


@service(Action.EDIT, Action.WIDEN)
def edit_action_item(
    *, actor: Actor, action_id: UUID, expected_version: int, changes: ActionItemEdit, reason: str = ""
) -> ActionItem:
    """Change the named fields; `reason` is kept beside them. Nothing new, nothing recorded.

    Another owner is asked anew (the item is proposed again), which takes an item that nobody has accepted;
    so do other criteria. Raises NotFound, Forbidden, Stale, Invalid, Conflict.
    """
    item, stance = _lock_for(actor, action_id, expected_version, changes)
    before = {field: getattr(item, field) for field in FIELDS}
    criteria_changed = _apply(item, changes)
    fields = [field for field in FIELDS if getattr(item, field) != before[field]]
    if not fields and not criteria_changed:
        return item
    mandate = speaks_through(stance, item, Action.EDIT)
    remark = write_remark(actor, item, mandate, reason, "/reason") if reason.strip() else None
    if OF_THE_OWNER & set(fields):
        item.state, item.state_since, item.state_remark = State.PROPOSED, now(), None
    item.version += 1
    item.save()
    plan_reminders(item)
    names = (*fields, *(["criteria"] if criteria_changed else []))
    _tell(actor, item, before, names, mandate=mandate, remark=remark)
    if not item.is_shared_with_group or "audience" in fields:
        sync_grants(item, reason="action_edited")
    return item


FIELDS = (
    "title_uk",
    "title_en",
    "description",
    "priority",
    "due_on",
    "owner_organisation_id",
    "owner_id",
    "verifier_organisation_id",
    "audience",
)
OF_THE_OWNER = {"owner_organisation_id", "owner_id"}


def _lock_for(
    actor: Actor, action_id: UUID, expected_version: int, changes: ActionItemEdit
) -> tuple[ActionItem, Stance]:
    """Hold the item. To show it to the whole group takes a right of its own, and only that one."""
    if changes.get("audience") != Audience.GROUP:
        return lock_item(actor, action_id, Action.EDIT, expected_version)
    held = lock_item(actor, action_id, Action.WIDEN, expected_version)
    return lock_item(actor, action_id, Action.EDIT, expected_version) if len(changes) > 1 else held


def _apply(item: ActionItem, changes: ActionItemEdit) -> bool:
    """Write the changes to the item; returns whether its criteria changed."""
    if "title_uk" in changes:
        item.title_uk = checked_text("/title", changes["title_uk"], TITLE_LENGTH)
    if "title_en" in changes:
        item.title_en = checked_text("/title_en", changes["title_en"], TITLE_LENGTH, required=False)
    if "description" in changes:
        item.description = checked_text(
            "/description", changes["description"], DESCRIPTION_LENGTH, required=False
        )
    if "priority" in changes:
        item.priority = changes["priority"]
    if "due_on" in changes and changes["due_on"] != item.due_on:
        item.due_on = _checked_day(item.group, changes["due_on"])
    if changes.get("audience") == Audience.GROUP:
        item.audience = Audience.GROUP
    elif "audience" in changes and item.is_shared_with_group:
        raise Conflict("not_narrowed", _("The group has seen it already: it cannot be hidden again."))
    _apply_people(item, changes)
    return _apply_criteria(item, changes["criteria"]) if "criteria" in changes else False


def _apply_people(item: ActionItem, changes: ActionItemEdit) -> None:
    if OF_THE_OWNER & changes.keys():
        organisation_id = changes.get("owner_organisation_id", item.owner_organisation_id)
        kept = item.owner_id if organisation_id == item.owner_organisation_id else None
        owner_id = changes.get("owner_id", kept)
        if (organisation_id, owner_id) != (item.owner_organisation_id, item.owner_id):
            if item.state not in (State.PROPOSED, State.DECLINED):
                raise Conflict(
                    "already_accepted", _("The owner has accepted it. Cancel it and make another.")
                )
            _set_owner(item, organisation_id, owner_id)
    if "verifier_organisation_id" in changes:
        _set_verifier(item, changes["verifier_organisation_id"])
    elif item.verifier_organisation_id == item.owner_organisation_id:
        _set_verifier(item, None)


def _apply_criteria(item: ActionItem, criteria: Sequence[str]) -> bool:
    present = list(item.criteria.order_by("position").values_list("text", flat=True))
    if present == list(criteria):
        return False
    if item.state not in (State.PROPOSED, State.DECLINED):
        raise Conflict("criteria_accepted", _("The owner has accepted these criteria: they stay."))
    item.criteria.all().delete()
    _set_criteria(item, criteria)
    return True


def _tell(
    actor: Actor,
    item: ActionItem,
    before: dict[str, Any],
    names: Sequence[str],
    *,
    mandate: Mandate | None,
    remark: Remark | None,
) -> None:
    """Record what was changed: another owner is a fact of its own."""
    through = {"mandate_id": mandate.pk if mandate else None, "remark_id": remark.pk if remark else None}
    if OF_THE_OWNER & set(names):
        record(
            actor,
            ActionReassigned(
                **place_of(item),
                **through,
                owner_organisation_id=item.owner_organisation_id,
                owner_before=before["owner_organisation_id"],
            ),
        )
    others = tuple(name.removesuffix("_id") for name in names if name not in OF_THE_OWNER)
    if others:
        moved = "due_on" in others
        record(
            actor,
            ActionEdited(
                **place_of(item),
                **through,
                fields=others,
                due_before=before["due_on"] if moved else None,
                due_after=item.due_on if moved else None,
            ),
        )


def _origin(
    actor: Actor, group_id: UUID, thread_id: UUID | None, message_id: UUID | None
) -> tuple[Thread | None, Message | None]:
    """What the item comes from: a thread of the group that the actor reads, and a message of it."""
    message = Message.objects.filter(pk=message_id).first() if message_id is not None else None
    if message_id is not None and (message is None or message.is_deleted):
        raise Invalid.field("/message", "unknown", _("This message is not there, or not for you."))
    wanted = message.thread_id if message is not None else thread_id
    if wanted is None:
        return None, None
    pointer = "/message" if message is not None else "/thread"
    try:
        thread = load(ThreadPolicy(), actor, wanted, ThreadAction.READ)
    except NotFound as error:
        raise Invalid.field(pointer, "unknown", _("This message is not there, or not for you.")) from error
    if thread.group_id != group_id or (thread_id is not None and thread_id != thread.pk):
        raise Invalid.field(pointer, "elsewhere", _("This belongs to another group or thread."))
    return thread, message


def _group(actor: Actor, group_id: UUID, thread: Thread | None) -> InitiativeGroup:
    """The group whose register gets the item. Who leads a thread may draw items from it, too; nobody draws
    one from a draft, of which the group does not know.
    """
    policy = RegisterPolicy()
    leads = thread is not None and ThreadPolicy().permits(actor, ThreadAction.MAKE_ACTION, thread)
    if leads and actor.has_scope(policy.scope_of(RegisterAction.MAKE)):
        return load(policy, actor, group_id, RegisterAction.READ)
    group = load(policy, actor, group_id, RegisterAction.MAKE)
    if thread is not None and not leads:
        raise ThreadPolicy().refuse(actor, ThreadAction.MAKE_ACTION, thread)
    return group


def _audience(
    actor: Actor, group: InitiativeGroup, thread: Thread | None, wanted: Audience | None
) -> Audience:
    if thread is None:
        if wanted == Audience.THREAD:
            raise Invalid.field(
                "/audience", "no_thread", _("There is no thread whose readers could be meant.")
            )
        return Audience.GROUP
    inherited = Audience.THREAD if thread.is_restricted else Audience.GROUP
    widens = inherited == Audience.THREAD and wanted == Audience.GROUP
    if widens and not holds(InitiativeGroupUserPermission, actor, FACILITATE, group.pk):
        raise Forbidden("only_facilitators_widen", _("Only a facilitator may show this to the whole group."))
    return wanted or inherited


def _checked_day(group: InitiativeGroup, due_on: date) -> date:
    day = today(group.time_zone)
    if due_on < day:
        raise Invalid.field("/due_on", "past", _("This date has passed. Choose a later one."))
    if due_on > day + FARTHEST:
        raise Invalid.field("/due_on", "too_far", _("This date is too far away."))
    return due_on


def _set_owner(item: ActionItem, organisation_id: UUID, mandate_id: UUID | None) -> None:
    organisation = Organisation.objects.filter(pk=organisation_id).first()
    if organisation is None:
        raise Invalid.field("/owner_organisation", "unknown", _("There is no such organisation."))
    item.owner_organisation, item.owner = organisation, None
    if mandate_id is None:
        return
    mandate = Mandate.objects.filter(pk=mandate_id, organisation=organisation).first()
    seats = seats_of(mandate.person_id, item.group_id) if mandate is not None else []
    if not any(seat.mandate.pk == mandate_id and seat.role != Role.OBSERVER for seat in seats):
        raise Invalid.field(
            "/owner", "not_in_group", _("This person does not speak for the organisation in the group.")
        )
    item.owner = mandate


def _set_verifier(item: ActionItem, organisation_id: UUID | None) -> None:
    if organisation_id is not None and organisation_id == item.owner_organisation_id:
        raise Invalid.field(
            "/verifier_organisation", "same_as_owner", _("Another organisation verifies, not the owner.")
        )
    if organisation_id is not None and not people_of(
        item.group_id, organisation_id=organisation_id, roles=SPEAKING
    ):
        raise Invalid.field(
            "/verifier_organisation", "not_in_group", _("Nobody speaks for this organisation in the group.")
        )
    item.verifier_organisation_id = organisation_id


def _set_criteria(item: ActionItem, criteria: Sequence[str]) -> None:
    if len(criteria) > MOST_CRITERIA:
        raise Invalid.field("/criteria", "max_length", _("Twenty criteria are the most."))
    Criterion.objects.bulk_create(
        Criterion(
            action=item,
            position=place,
            text=checked_text(f"/criteria/{place - 1}", text, CRITERION_LENGTH),
        )
        for place, text in enumerate(criteria, start=1)
    )


def _numbered(register_id: UUID, taken_over: tuple[int, int] | None) -> tuple[int, int]:
    """Year and number in a register: the next one, or the one that it had in a register kept before.

    The lock on the register makes two makers wait in turn.
    """
    register = InitiativeGroup.objects.select_for_update(no_key=True).get(pk=register_id)
    year = taken_over[0] if taken_over is not None else today(register.time_zone).year
    numbers = ActionItem.objects.filter(register=register, year=year)
    if taken_over is None:
        return year, (numbers.aggregate(last=Max("number"))["last"] or 0) + 1
    if numbers.filter(number=taken_over[1]).exists():
        raise Conflict("number_taken", _("This number is taken in the register of that year."))
    return taken_over
