"""Creation of action items."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from datetime import date
from typing import Unpack
from uuid import UUID

from django.db.models import Max, Q
from django.utils.translation import gettext_lazy as _

from dialogue.common.text_validation import validate_text
from dialogue.models import Message, Thread
from dialogue.threads.policies import Action as ThreadAction, ThreadPolicy
from groups.grants import lock_for_share, sync_grants
from groups.models import InitiativeGroup, InitiativeGroupUserPermission, Mandate
from groups.policies import FACILITATE, has_grant
from groups.selectors import get_mandate_in_group
from tasks.checklists.models import ChecklistItem
from tasks.items.audience import record_item_audience
from tasks.items.choices import Audience, Priority
from tasks.items.events import ActionMade
from tasks.items.fields import (
    DESCRIPTION_LENGTH,
    DETAIL_COLUMNS,
    TITLE_LENGTH,
    Details,
    check_roles,
    is_verifier_related_to,
    set_criteria,
    set_details,
    set_owner,
    set_verifier,
    validate_due_day,
)
from tasks.items.loaders import event_fields_of, require_person_id
from tasks.items.models import FIRST_RESTRICTED_NUMBER, ActionItem
from tasks.items.policies import RegisterAction, RegisterPolicy
from tasks.items.recurrence import Recurrence
from tasks.reminders.models import ReminderLadder, ReminderStep
from tasks.reminders.schedule import schedule_reminders
from viche.kernel.actor import Actor
from viche.kernel.clock import today
from viche.kernel.errors import Conflict, Forbidden, Invalid, NotFound
from viche.kernel.events import record
from viche.kernel.object_links import describe, link
from viche.kernel.policy import load
from viche.kernel.services import Reason, service


@service(RegisterAction.MAKE)
def make_action_item(
    *,
    actor: Actor,
    group_id: UUID,
    title_uk: str,
    due_on: date,
    owner_organisation_id: UUID | None = None,
    title_en: str = "",
    description: str = "",
    priority: Priority = Priority.NORMAL,
    criteria: Sequence[str] = (),
    owner_id: UUID | None = None,
    outside_body_id: UUID | None = None,
    verifier_organisation_id: UUID | None = None,
    thread_id: UUID | None = None,
    message_id: UUID | None = None,
    decision_id: UUID | None = None,
    audience: Audience | None = None,
    number: tuple[int, int] | None = None,
    mandate_id: UUID | None = None,
    **details: Unpack[Details],
) -> ActionItem:
    """Propose an action item to its owner, with the next number of the group's register and year.

    `owner_id`: the mandate of who does the work; `outside_body_id`: an owner without an account. An item from
    a restricted thread is restricted, unless a facilitator overrides it with `audience`. `number` (with year)
    is of an earlier register. Raises NotFound, Forbidden, Invalid, Conflict for a taken number.
    """
    thread, message = _load_origin(actor, group_id, thread_id, message_id)
    group = _load_group(actor, group_id, thread)
    item = ActionItem(
        group=group,
        register_id=group.register_id,
        title_uk=validate_text("/title", title_uk, TITLE_LENGTH),
        title_en=validate_text("/title_en", title_en, TITLE_LENGTH, required=False),
        description=validate_text("/description", description, DESCRIPTION_LENGTH, required=False),
        priority=priority,
        due_on=validate_due_day(group, due_on),
        original_due_on=due_on,
        thread=thread,
        message=message,
        audience=_choose_audience(actor, group, thread, audience),
        created_by_id=require_person_id(actor),
        created_through=get_mandate_in_group(actor, group.pk, mandate_id, "/on_behalf_of"),
    )
    set_owner(item, owner_organisation_id, owner_id, outside_body_id)
    set_verifier(item, verifier_organisation_id)
    set_details(item, details)
    _insert_item(actor, item, criteria, number)
    return _link_decision(actor, item, decision_id)


def _link_decision(actor: Actor, item: ActionItem, decision_id: UUID | None) -> ActionItem:
    """Link an item to the decision of which it is made. Raises Invalid for one that the actor cannot read."""
    if decision_id is None:
        return item
    source = "decision", decision_id
    if source not in describe(actor, [source]):
        raise Invalid.field("/decision", "not_found", _("There is no such decision that you can read."))
    link(actor, "became", source=source, target=("action", item.pk))
    return item


COPIED_FIELDS = (
    "group",
    "register_id",
    "title_uk",
    "title_en",
    "description",
    "priority",
    "thread",
    "message",
    "audience",
    *(one for one in DETAIL_COLUMNS if one != "recurrence"),
)


@service(Reason.STEP)
def create_next_occurrence(*, actor: Actor, item: ActionItem, mandate: Mandate | None) -> ActionItem | None:
    """Propose the next occurrence of a closed recurring item; None when the rule has ended.

    `mandate`: the seat through which it was closed. Owners and verifiers who have left the group are not
    named again. A part of closing the item, which has authorised it and holds the lock on the register.
    """
    rule = Recurrence.parse(item.recurrence)
    found = rule.following(item.original_due_on, today(item.group.time_zone))
    if found is None:
        return None
    due_on, rest = found
    following = ActionItem(
        **{name: getattr(item, name) for name in COPIED_FIELDS},
        due_on=due_on,
        original_due_on=due_on,
        recurrence=rest,
        previous=item,
        created_by_id=require_person_id(actor),
        created_through=mandate,
        checklist_count=item.checklist_count,
    )
    with suppress(Invalid):
        set_owner(following, item.owner_organisation_id, item.owner_id, item.outside_body_id)
    with suppress(Invalid):
        set_verifier(following, item.verifier_organisation_id)
    if is_verifier_related_to(following, following.ineligible_verifier_ids):
        following.verifier_organisation_id = None
    _insert_item(actor, following, [one.text for one in item.criteria.order_by("position")], None)
    lines = item.checklist.values("position", "text")
    ChecklistItem.objects.bulk_create(ChecklistItem(action=following, **line) for line in lines)
    _copy_ladder(item, following)
    return following


def _copy_ladder(item: ActionItem, following: ActionItem) -> None:
    """Copy the item's own reminder rules to the next occurrence."""
    own = ReminderLadder.objects.filter(action=item).first()
    if own is None:
        return
    ladder = ReminderLadder.objects.create(action=following)
    steps = own.steps.values("offset_days", "audience", "repeat_days")
    ReminderStep.objects.bulk_create(ReminderStep(ladder=ladder, **step) for step in steps)
    schedule_reminders(following)


def _insert_item(
    actor: Actor, item: ActionItem, criteria: Sequence[str], number: tuple[int, int] | None
) -> None:
    """Insert a new item with everything that belongs to it."""
    check_roles(item)
    item.year, item.number = _next_number(item, number)
    lock_for_share(item.group)
    if not item.is_shared_with_group and item.thread_id is not None:
        _lock_thread(item.group_id, item.thread_id)
    item.save(force_insert=True)
    set_criteria(item, criteria)
    cause = ("message", item.message_id) if item.message_id else ("thread", item.thread_id)
    if cause[1] is not None:
        link(actor, "became", source=(cause[0], cause[1]), target=("action", item.pk))
    schedule_reminders(item)
    record(
        actor,
        ActionMade(
            **event_fields_of(item),
            message_id=item.message_id,
            owner_organisation_id=item.owner_organisation_id,
            outside_body_id=item.outside_body_id,
            due_on=item.due_on,
            mandate_id=item.created_through_id,
        ),
    )
    if not item.is_shared_with_group:
        record_item_audience(actor, item, made=True)
        sync_grants(item, reason="action_made")


def _lock_thread(group_id: UUID, thread_id: UUID) -> None:
    """Lock the source thread of a restricted item in its group until the item is written.

    From then on the item keeps it there (`tasks.items.thread_obstacles`). Raises Invalid when it has been
    transferred in the meantime.
    """
    threads = Thread.objects.select_for_update(of=("self",), no_key=True).filter(group=group_id)
    if threads.filter(pk=thread_id).first() is None:
        raise Invalid.field("/thread", "elsewhere", _("This belongs to another group or thread."))


def _load_origin(
    actor: Actor, group_id: UUID, thread_id: UUID | None, message_id: UUID | None
) -> tuple[Thread | None, Message | None]:
    """Return the source of the item: a thread of the group that the actor reads, and a message of it."""
    message = Message.objects.filter(pk=message_id).first() if message_id is not None else None
    if message_id is not None and (message is None or message.is_silent):
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


def _load_group(actor: Actor, group_id: UUID, thread: Thread | None) -> InitiativeGroup:
    """Return the group whose register gets the item.

    The facilitator of a thread may create items from it too; no item is created from a draft, which the group
    does not know of.
    """
    policy = RegisterPolicy()
    leads = thread is not None and ThreadPolicy().permits(actor, ThreadAction.MAKE_ACTION, thread)
    if leads and actor.has_scope(policy.scope_of(RegisterAction.MAKE)):
        return load(policy, actor, group_id, RegisterAction.READ)
    group = load(policy, actor, group_id, RegisterAction.MAKE)
    if thread is not None and not leads:
        raise ThreadPolicy().refuse(actor, ThreadAction.MAKE_ACTION, thread)
    return group


def _choose_audience(
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
    if widens and not has_grant(InitiativeGroupUserPermission, actor, FACILITATE, group.pk):
        raise Forbidden("only_facilitators_widen", _("Only a facilitator may show this to the whole group."))
    return wanted or inherited


def _next_number(item: ActionItem, taken_over: tuple[int, int] | None) -> tuple[int, int]:
    """Return year and number in the register: the next one, or the one from an earlier register.

    Restricted items have a series of their own, from FIRST_RESTRICTED_NUMBER: a gap in the numbers that the
    group sees would reveal that one exists, and when it was created. The lock on the register serialises
    concurrent requests.
    """
    register = InitiativeGroup.objects.select_for_update(no_key=True).get(pk=item.register_id)
    year = taken_over[0] if taken_over is not None else today(register.time_zone).year
    numbers = ActionItem.objects.filter(register=register, year=year)
    if taken_over is None:
        is_shared = item.is_shared_with_group
        series = (
            Q(number__lt=FIRST_RESTRICTED_NUMBER) if is_shared else Q(number__gte=FIRST_RESTRICTED_NUMBER)
        )
        last = numbers.filter(series).aggregate(last=Max("number"))["last"]
        return year, (last or (0 if is_shared else FIRST_RESTRICTED_NUMBER - 1)) + 1
    if numbers.filter(number=taken_over[1]).exists():
        raise Conflict("number_taken", _("This number is taken in the register of that year."))
    return taken_over
