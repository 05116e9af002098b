"""Recipients of notifications about action items."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from uuid import UUID

from django.db.models import QuerySet

from groups.models import SPEAKING_ROLES, Deputyship, MandateState, OrganisationAdministrator, Role
from groups.policies import list_live_grants
from groups.seats.deputies import acting_deputyship_q
from groups.selectors import list_facilitator_ids, list_participant_ids
from tasks.evidence.models import Evidence
from tasks.external_assignees.models import ActionLink
from tasks.items.access import WORK, filter_eligible_verifiers
from tasks.items.models import ActionItem, ActionItemUserPermission
from tasks.items.states import State
from tasks.items.watcher_model import Watcher
from tasks.lifecycle import notification_text as text
from tasks.reminders.models import OwnReminder, OwnReminderKind, ReminderRule
from tasks.reminders.recipients import OWNER_AUDIENCES, is_reached_by_email
from viche.kernel.clock import now
from viche.kernel.events import Payload
from viche.kernel.models import Event
from viche.notifications.models import Notification
from viche.notifications.registry import Recipient, Recipients, build_recipients

SEATED_ROLES = list(Role)
RecipientFinder = Callable[[ActionItem], Iterable[Recipient]]


def list_owner_person(item: ActionItem) -> list[Recipient]:
    """Return the person who owns the work and their deputies, while the mandate is active.

    Closed accounts are left out.
    """
    at = now()
    if item.owner is None or item.owner.state(at, item.group.time_zone) != MandateState.ACTIVE:
        return []
    standing = Deputyship.objects.filter(acting_deputyship_q(at), mandate=item.owner, deputy__is_active=True)
    holder = [item.owner.person_id] if item.owner.person.is_active else []
    return [Recipient(pk, text.NAMED) for pk in (*holder, *standing.values_list("deputy", flat=True))]


def list_owners(item: ActionItem) -> list[Recipient]:
    """Return the recipients for the owner: the named person, else all speakers of the owner.

    Also returns the speakers of co-owners, and the guests who were asked to work on the item.
    """
    people = list_owner_person(item) or list_owner_speakers(item)
    people += list_coowner_speakers(item, item.coowners)
    guests = list_live_grants(ActionItemUserPermission).filter(
        content_object=item.pk, permission__codename=WORK
    )
    return people + build_recipients(text.GUEST, guests.values_list("user", flat=True))


def list_owner_speakers(item: ActionItem) -> list[Recipient]:
    """Return the owner's speakers in the group; for an owner without an account, the facilitators."""
    if item.owner_organisation_id is None:
        return build_recipients(text.STANDS_IN, list_facilitator_ids(item.group_id))
    return build_recipients(text.OWNER, _list_speaker_ids(item, item.owner_organisation_id))


def list_coowner_speakers(item: ActionItem, coowners: Iterable[UUID]) -> list[Recipient]:
    """Return the speakers of these co-owners in the group."""
    people = (_list_speaker_ids(item, one) for one in coowners)
    return [Recipient(pk, text.COOWNER) for found in people for pk in found]


def _list_speaker_ids(item: ActionItem, organisation_id: UUID | None) -> list[UUID]:
    return list_participant_ids(item.group_id, organisation_id=organisation_id, roles=SPEAKING_ROLES)


def list_verifiers(item: ActionItem) -> list[Recipient]:
    """Return the people in the group who may verify the item."""
    people = _list_speaker_ids(item, item.verifier_organisation_id)
    return build_recipients(text.VERIFIER, filter_eligible_verifiers(item, people))


def list_facilitators(item: ActionItem) -> list[Recipient]:
    return build_recipients(text.FACILITATOR, list_facilitator_ids(item.group_id))


def list_proposer(item: ActionItem) -> list[Recipient]:
    return [Recipient(item.created_by_id, text.PROPOSER)]


def list_organisation_people(item: ActionItem) -> list[Recipient]:
    """Return the owner's speakers in the group and the administrators of the owner organisation."""
    leads = OrganisationAdministrator.objects.filter(organisation=item.owner_organisation_id, until=None)
    return [
        *list_owner_speakers(item),
        *(Recipient(pk, text.OWNER) for pk in leads.values_list("person", flat=True)),
    ]


def list_group_members(item: ActionItem) -> list[Recipient]:
    """Return all people with a seat in the group."""
    return [Recipient(pk, text.SEATED) for pk in list_participant_ids(item.group_id, roles=SEATED_ROLES)]


def list_watchers(item: ActionItem) -> list[Recipient]:
    """Return the watchers of the item, including watchers who may no longer read it.

    Notifications are not rendered for readers without access.
    """
    people = Watcher.objects.filter(action=item).order_by("id").values_list("person", flat=True)
    return build_recipients(text.WATCHER, people)


FINDERS_BY_AUDIENCE: dict[str, RecipientFinder] = {
    "owner": list_owners,
    "owner_organisation": list_organisation_people,
    "verifier": list_verifiers,
    "facilitator": list_facilitators,
    "group": list_group_members,
}


def combine_finders(*groups: RecipientFinder) -> Callable[[Event], Iterable[Recipient]]:
    """Return a function that returns the recipients of an event: those of `groups`, and the watchers."""

    def recipients(event: Event) -> Iterable[Recipient]:
        item = load_item(event)
        return [one for group in (*groups, list_watchers) for one in group(item)]

    return recipients


def load_item(event: Event) -> ActionItem:
    return ActionItem.objects.select_related("group", "owner__person", "outside_body").get(
        pk=event.subject_id
    )


def find_due_day_recipients(event: Event) -> Iterable[Recipient]:
    """Return the owners and watchers when the edit moved the due day; else no recipients."""
    item = load_item(event)
    return [*list_owners(item), *list_watchers(item)] if event.data["due_after"] else []


def find_new_coowner_recipients(event: Event) -> Iterable[Recipient]:
    """Return the speakers of the new co-owners, and the watchers."""
    item = load_item(event)
    return [*list_coowner_speakers(item, map(UUID, event.data["added"])), *list_watchers(item)]


def find_reminder_recipients(event: Event) -> Iterable[Recipient]:
    """Return the audience of a reminder, except people who have snoozed it.

    Facilitators stand in for an owner without an account, but not for an owner who is reminded by e-mail:
    facilitators are then reminded by later rules.
    """
    item = load_item(event)
    people = FINDERS_BY_AUDIENCE[event.data["audience"]](item)
    if event.data["audience"] in OWNER_AUDIENCES and is_reached_by_email(item):
        people = [one for one in people if one.reason != text.STANDS_IN]
    if event.data["rule"] == ReminderRule.CUSTOM:
        return people
    put_off = OwnReminder.objects.filter(
        action=event.subject_id, kind=OwnReminderKind.SNOOZED, fired_at=None, due_at__gt=now()
    )
    resting = set(put_off.values_list("person", flat=True))
    return [one for one in people if one.person_id not in resting]


def find_email_loss_recipients(event: Event) -> Iterable[Recipient]:
    """Return the facilitators and the person who sent the lost e-mail: they must contact the owner."""
    made = ActionLink.objects.filter(pk=event.data["lost_link_id"]).exclude(made_by=None)
    sent = build_recipients(text.SENT, made.values_list("made_by", flat=True))
    return [*sent, *list_facilitators(load_item(event))]


def find_hidden_evidence_recipients(event: Event) -> Iterable[Recipient]:
    """Return the author of the evidence, and everybody who relies on it: owners, facilitators, verifiers."""
    item = load_item(event)
    authors = Evidence.objects.filter(pk=event.data["evidence_id"]).exclude(added_by=None)
    return [
        *build_recipients(text.AUTHOR, authors.values_list("added_by", flat=True)),
        *list_owners(item),
        *list_facilitators(item),
        *(list_verifiers(item) if item.state == State.DONE else []),
        *(build_recipients(text.VERIFIED, [item.verified_by_id]) if item.verified_by_id else []),
        *list_watchers(item),
    ]


def find_help_recipients(event: Event) -> Iterable[Recipient]:
    return [Recipient(UUID(event.data["asked_by"]), text.ASKED), *list_watchers(load_item(event))]


# ---- steps that may be undone ------------------------------------------------------------------------------


def exclude_undone(recipients: Recipients, by: type[Payload]) -> Recipients:
    """Return a finder that leaves out everybody once an event of kind `by` has undone the step.

    Asked after the delay of the notice.
    """

    def find(event: Event) -> Iterable[Recipient]:
        return (
            [] if _list_events_of_same_item(event, by).filter(id__gt=event.pk).exists() else recipients(event)
        )

    return find


def find_recipients_of_undone(step: type[Payload]) -> Recipients:
    """Return a finder of the people who were notified of the step of kind `step` that an event undid.

    Nobody, when it was undone before they were notified: the two cancel out.
    """

    def find(event: Event) -> Iterable[Recipient]:
        steps = _list_events_of_same_item(event, step).filter(id__lt=event.pk)
        undone = steps.order_by("-id").first()
        told = Notification.objects.filter(event=undone).order_by("id") if undone is not None else ()
        return [Recipient(one.person_id, one.reason) for one in told]

    return find


def _list_events_of_same_item(event: Event, kind: type[Payload]) -> QuerySet[Event]:
    return Event.objects.filter(subject_type=event.subject_type, subject_id=event.subject_id, kind=kind.kind)
