"""What people hear of themselves alone, in an order that they would live."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from uuid import UUID

from dialogue.access_requests.services import withdraw_access_request
from dialogue.acknowledgements.services import acknowledge_message, lift_must_read, make_must_read
from dialogue.models import Attention, Fault, Message, Thread
from dialogue.moderation.policies import Step
from dialogue.moderation.services import moderate_message, report_message
from dialogue.reading.services import mark_read, mark_unread
from dialogue.reading.subscriptions import set_notification_level
from groups.break_glass.services import (
    approve_break_glass,
    end_break_glass,
    refuse_break_glass,
    request_break_glass,
)
from groups.guest_shares.services import end_guest_share, share_with_guest
from groups.joining.join_requests import decline_request, request_seat
from groups.mandates.deputies import end_deputyship, remove_usual_deputy, set_usual_deputy
from groups.mandates.services import edit_mandate, resume_mandate, suspend_mandate
from groups.mandates.succession import transfer_mandate
from groups.memberships.services import change_role, end_membership
from groups.models import (
    BreakGlass,
    Deputyship,
    GuestShare,
    JoinRequest,
    Office,
    OfficeKind,
    OrganisationAdministrator,
    Role,
    ShareAccess,
)
from groups.offices.services import end_office, give_office
from groups.organisations.administrators import end_administrator, name_administrator
from tasks.lifecycle.services.watch import watch_item
from tasks.models import ActionItem, OwnReminder
from tasks.reminders.personal import dispatch_own_reminders, remove_own_reminder, set_own_reminder
from tests.cast import SYSTEM, World
from tests.dialogue.access_requests.helpers import ask
from tests.dialogue.helpers import a_restricted_thread, restrict, say
from tests.groups.helpers import at, later, seat, second_mandate, stand_in
from viche.accounts.models import Session
from viche.accounts.services.people import change_password, rename_person, update_me
from viche.accounts.services.sessions import end_session, record_sign_in
from viche.accounts.services.tokens import issue_token, revoke_every_token
from viche.kernel.actor import Actor
from viche.kernel.clock import now
from viche.kernel.events.outbox import drain_outbox
from viche.notifications.models import Notification
from viche.notifications.services.create import mark_all_read, mark_notification_read
from viche.privacy.models import DataExport, RequestDue, RequestKind, RequestState, SubjectRequest
from viche.privacy.services.exports import (
    build_exports,
    delete_expired_exports,
    record_download,
    request_export,
)
from viche.privacy.services.requests import move_request, remind_officers, submit_request

Acts = Iterator[Callable[[], object]]
Browsers = dict[str, Actor]


def at_the_account(world: World, sat: Browsers) -> Acts:
    officer = world.people["officer"]

    def version() -> int:
        officer.refresh_from_db(fields=["version"])
        return officer.version

    def other() -> Session:
        mine = Session.objects.filter(person_id=officer.pk).exclude(session_key=sat["officer"].session_id)
        return mine.latest("created_at")

    yield lambda: update_me(actor=sat["officer"], expected_version=version(), shows_presence=False)
    yield lambda: rename_person(
        actor=SYSTEM, person_id=officer.pk, expected_version=version(), name_uk="Олена Інша", reason="Шлюб"
    )
    yield lambda: issue_token(actor=SYSTEM, person_id=officer.pk, name="Звіт", scopes=["groups:read"])
    yield lambda: revoke_every_token(actor=SYSTEM, person_id=officer.pk)
    yield lambda: record_sign_in(actor=sat["elsewhere"], session_id=other().public_id)
    yield lambda: end_session(actor=sat["officer"], session_id=other().public_id)
    yield lambda: change_password(
        actor=sat["officer"], person_id=officer.pk, password="Каштан-вулик-7-барвінок"
    )


def at_the_post(world: World) -> Acts:
    post, deputy = world.mandates["officer"].pk, world.people["deputy"]
    yield lambda: second_mandate(world, "officer", "school")
    yield lambda: edit_mandate(actor=SYSTEM, mandate_id=post, changes={"position_uk": "начальниця"})
    yield lambda: suspend_mandate(actor=SYSTEM, mandate_id=post, reason="Перевірка")
    yield lambda: resume_mandate(actor=SYSTEM, mandate_id=post)
    yield lambda: set_usual_deputy(actor=SYSTEM, mandate_id=post, person_id=deputy.pk)
    yield lambda: remove_usual_deputy(actor=SYSTEM, mandate_id=post)
    yield lambda: stand_in(world, "officer", deputy, now(), later(days=1))
    yield lambda: end_deputyship(actor=SYSTEM, deputyship_id=Deputyship.objects.latest("id").pk)


def at_the_table(world: World, sat: Browsers) -> Acts:
    group = world.group.pk
    yield lambda: change_role(
        actor=SYSTEM, group_id=group, membership_id=world.seats["officer"].pk, role=Role.OBSERVER
    )
    yield lambda: world.seats.update(outsider=seat(world, "outsider"))
    yield lambda: end_membership(
        actor=SYSTEM, group_id=group, membership_id=world.seats["outsider"].pk, reason="Досить"
    )
    yield lambda: request_seat(
        actor=sat["outsider"],
        group_id=group,
        organisation_id=world.mandates["outsider"].organisation_id,
        position_uk="представниця",
    )
    yield lambda: decline_request(
        actor=world.actor("facilitator"), request_id=JoinRequest.objects.latest("id").pk, reason="Не тепер"
    )
    yield lambda: transfer_mandate(
        actor=SYSTEM,
        mandate_id=world.mandates["officer"].pk,
        person_id=world.people["deputy"].pk,
        document="Наказ № 9",
        reason="Ротація",
    )


def in_office(world: World) -> Acts:
    observer, police = world.people["observer"].pk, world.organisations["police"].pk
    document = "Розпорядження № 3"
    yield lambda: name_administrator(
        actor=SYSTEM, organisation_id=police, document=document, person_id=observer
    )
    yield lambda: end_administrator(
        actor=SYSTEM,
        organisation_id=police,
        administrator_id=OrganisationAdministrator.objects.latest("id").pk,
        reason="Досить",
    )
    yield lambda: give_office(
        actor=SYSTEM,
        person_id=observer,
        kind=OfficeKind.COORDINATOR,
        territory_id=world.territory.pk,
        document=document,
    )
    yield lambda: end_office(actor=SYSTEM, office_id=Office.objects.latest("id").pk, reason="Досить")


def let_in(world: World, sat: Browsers, thread: Thread) -> Acts:
    """As a guest, and in an emergency."""
    yield lambda: share_with_guest(
        actor=world.actor("facilitator"),
        container_type="thread",
        container_id=thread.pk,
        access=ShareAccess.READ,
        until=later(days=1),
        reason="Порада",
        person_id=world.people["outsider"].pk,
    )
    yield lambda: end_guest_share(
        actor=world.actor("facilitator"), share_id=GuestShare.objects.latest("id").pk
    )

    def asked() -> UUID:
        return BreakGlass.objects.latest("id").pk

    def ask_for_it() -> BreakGlass:
        return request_break_glass(
            actor=sat["administrator"],
            container_type="thread",
            container_id=thread.pk,
            reason="Загроза життю",
        )

    yield ask_for_it
    yield lambda: refuse_break_glass(actor=sat["dpo"], break_glass_id=asked(), note="Ні")
    yield ask_for_it
    yield lambda: approve_break_glass(actor=sat["dpo"], break_glass_id=asked())
    yield lambda: end_break_glass(actor=sat["administrator"], break_glass_id=asked())


def calling(world: World, thread: Thread) -> Message:
    """A message that names the observer; what else is told of it, its thread and its group hear."""
    return say(world, "teacher", thread, f"@[?](person:{world.people['observer'].pk}), зверніть увагу")


def in_threads(world: World, thread: Thread, said: Message) -> Acts:
    """What each hears of threads, also of those that they do not see any more."""
    facilitator = world.actor("facilitator")
    yield drain_outbox  # news of it comes
    yield lambda: mark_notification_read(
        actor=world.actor("observer"),
        notification_id=Notification.objects.filter(person=world.people["observer"]).latest("id").pk,
    )
    yield lambda: make_must_read(actor=facilitator, message_id=said.pk, due_on=None)
    yield lambda: acknowledge_message(actor=world.actor("observer"), message_id=said.pk)
    yield lambda: lift_must_read(actor=facilitator, message_id=said.pk)
    yield lambda: report_message(actor=world.actor("observer"), message_id=said.pk, fault=Fault.SPAM)
    yield drain_outbox
    yield lambda: moderate_message(actor=facilitator, message_id=said.pk, to=Step.DISMISS, fault=Fault.SPAM)
    yield drain_outbox
    yield lambda: mark_all_read(actor=world.actor("observer"))


def reading(world: World, thread: Thread) -> Acts:
    """At another of their devices."""
    observer = world.actor("observer")
    mark_read(actor=observer, thread_id=thread.pk, ranges=[(1, 1)])
    yield lambda: set_notification_level(actor=observer, thread_id=thread.pk, level=Attention.MUTED)
    yield lambda: mark_unread(actor=observer, thread_id=thread.pk, number=1)


def of_which_they_know(world: World, thread: Thread) -> Acts:
    """Of an announced thread, of which its group hears the rest."""
    yield lambda: ask(world, thread, by="observer")
    yield lambda: withdraw_access_request(
        actor=world.actor("observer"), request_id=thread.access_requests.latest("id").pk
    )
    yield lambda: restrict(world, thread, organisations=("police",), people=("observer",))
    yield lambda: a_restricted_thread(world, people=("observer",))


def about_data(world: World, sat: Browsers) -> Acts:
    def asked() -> SubjectRequest:
        return SubjectRequest.objects.latest("id")

    yield lambda: request_export(actor=sat["observer"])
    yield lambda: build_exports(actor=SYSTEM)
    yield lambda: record_download(actor=sat["observer"], export_id=DataExport.objects.latest("id").pk)

    def a_week_later() -> None:
        with at(later(days=8)):
            delete_expired_exports(actor=SYSTEM)

    yield a_week_later
    yield lambda: submit_request(actor=sat["observer"], kind=RequestKind.ACCESS, text="Що про мене є?")
    yield lambda: remind_officers(actor=SYSTEM, rows=list(RequestDue.objects.all()))
    yield lambda: move_request(
        actor=sat["dpo"],
        request_id=asked().pk,
        to=RequestState.IDENTITY_CHECKED,
        expected_version=asked().version,
    )


def of_items(world: World, item: ActionItem) -> Acts:
    observer = world.actor("observer")

    def mine() -> OwnReminder:
        return OwnReminder.objects.latest("id")

    yield lambda: watch_item(actor=observer, action_id=item.pk, watching=True)
    yield lambda: set_own_reminder(actor=observer, action_id=item.pk, due_at=later(hours=1))
    yield lambda: dispatch_own_reminders(actor=SYSTEM, rows=[mine()])
    yield lambda: set_own_reminder(actor=observer, action_id=item.pk, due_at=later(hours=2))
    yield lambda: remove_own_reminder(actor=observer, reminder_id=mine().pk)
