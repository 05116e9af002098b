"""What may happen in generated worlds: one step of a service each, with whatever the numbers point at.

A step that is refused changes nothing. Nobody's rights are asked: the system takes all steps but those that
are taken for oneself.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any, TypeVar

from django.db import transaction
from django.db.models import Model

from dialogue.lifecycle.services import move_thread, open_thread
from dialogue.lifecycle.visibility import set_audience
from dialogue.models import Message, MessageAttachment, Purpose, Thread, ThreadState, Visibility
from dialogue.posting.services import post_message
from dialogue.transfer.services.move import move_to_group
from groups.break_glass.services import approve_break_glass, ask_break_glass
from groups.guest_shares.services import end_guest_share, share_with_guest
from groups.initiative_groups.services import (
    Charter,
    activate_group,
    dissolve_group,
    found_group,
    suspend_group,
)
from groups.joining.invitations import invite, revoke_invitation
from groups.joining.join_requests import ask_for_seat, decline
from groups.mandates.deputies import appoint_deputy, end_deputyship
from groups.mandates.services import appoint_mandate, end_mandate, rest_mandate, resume_mandate
from groups.mandates.succession import pass_on_mandate
from groups.memberships.services import change_role, end_membership, start_membership
from groups.models import (
    BreakGlass,
    Deputyship,
    GuestShare,
    InitiativeGroup,
    Invitation,
    JoinRequest,
    Mandate,
    Membership,
    Office,
    OfficeKind,
    Organisation,
    OrganisationAdministrator,
    Role,
    ShareAccess,
    Territory,
)
from groups.offices.services import end_office, give_office
from groups.organisations.administrators import end_administrator, name_administrator
from groups.organisations.services import edit_organisation
from tasks.lifecycle.services.create import make_action_item
from tasks.models import ActionItem, Evidence, EvidenceKind
from tests.architecture.happenings_access import access_answered, announced, asks_for_access
from tests.architecture.stages import MAKERS, Stage
from tests.cast import SYSTEM
from tests.tasks.helpers import in_days
from viche.accounts.models import PersonalAccessToken, Session, User
from viche.accounts.services.people import deactivate_person, reactivate_person
from viche.accounts.services.tokens import issue_token, revoke_token
from viche.files.models import StoredFile
from viche.kernel.actor import Actor
from viche.kernel.clock import now
from viche.kernel.errors import DomainError
from viche.kernel.ids import uuid7
from viche.kernel.models import Event
from viche.notifications.models import Notification
from viche.privacy.models import RequestKind
from viche.privacy.services.erasure import erase_now
from viche.privacy.services.exports import ask_export
from viche.privacy.services.requests import ask_erasure, file_request

M = TypeVar("M", bound=Model)

A_DAY = timedelta(days=1)
Facts = dict[str, Any]
WHY: Facts = {"reason": "Так треба"}
BEGINNINGS = (
    *(("thread", state) for state in ("draft", "open", "restricted")),
    *(("action", state) for state in ("accepted", "restricted")),
    *(("invitation", "any"), ("join_request", "pending"), ("break_glass", "asked")),
)


@dataclass(slots=True)
class Town:
    """Both worlds of the stage, and to whom something has happened."""

    stage: Stage
    touched: list[User] = field(default_factory=list)

    @classmethod
    def begun(cls, stage: Stage) -> Town:
        """With something of everything that steps are taken with."""
        for kind, state in BEGINNINGS:
            MAKERS[kind](stage, state)
        town = cls(stage)
        town.happen("share", 1, 0, 0)
        town.happen("evidence", 0, 0, 1)
        return town

    def happen(self, kind: str, *numbers: int) -> None:
        """One step of a kind; its numbers say of whom, of what and how."""
        try:
            with transaction.atomic():
                HAPPENINGS[kind](self, *numbers)
        except DomainError:
            pass

    def of(self, model: type[M], number: int) -> M:
        """One of all that there are. Raises DomainError where there is none."""
        rows = list(model._default_manager.order_by("pk"))
        if not rows:
            raise DomainError
        return rows[number % len(rows)]

    def person(self, number: int) -> User:
        found = self.of(User, number)
        self.touched.append(found)
        return found

    def themselves(self, number: int) -> Actor:
        return Actor.for_person(self.person(number).pk)

    def post(self, number: int) -> Mandate:
        """A mandate, whose holder is concerned."""
        found = self.of(Mandate, number)
        self.touched.append(found.person)
        return found


def _office(town: Town, who: int, where: int, kind: int) -> None:
    facts: Facts = {"person_id": town.person(who).pk, "territory_id": town.of(Territory, where).pk}
    give_office(actor=SYSTEM, kind=list(OfficeKind)[kind % 2], document="№ 1", ends_at=_end(kind), **facts)


def _end(number: int) -> Any:
    """No end, or one that comes before the time at which everybody is asked."""
    return now() + timedelta(hours=1) if number % 3 == 0 else None


def _office_over(town: Town, number: int, *_more: int) -> None:
    office = town.of(Office, number)
    town.touched.append(office.person)
    end_office(actor=SYSTEM, office_id=office.pk, **WHY)


def _mandate(town: Town, who: int, where: int, _how: int) -> None:
    facts: Facts = {"person_id": town.person(who).pk, "organisation_id": town.of(Organisation, where).pk}
    facts |= {"position_uk": "представник", "document": "№ 1", "starts_on": date(2020, 1, 1)}
    appoint_mandate(actor=SYSTEM, **facts)


def _mandate_moved(town: Town, number: int, how: int, _more: int) -> None:
    steps: list[Callable[..., Any]] = [rest_mandate, end_mandate, resume_mandate]
    step = steps[how % 3]
    step(actor=SYSTEM, mandate_id=town.post(number).pk, **({} if step is resume_mandate else WHY))


def _passed_on(town: Town, number: int, who: int, _how: int) -> None:
    facts: Facts = {"mandate_id": town.post(number).pk, "person_id": town.person(who).pk, "document": "№ 9"}
    pass_on_mandate(actor=SYSTEM, **facts, **WHY)


def _seat(town: Town, number: int, where: int, how: int) -> None:
    facts: Facts = {"group_id": town.of(InitiativeGroup, where).pk, "mandate_id": town.post(number).pk}
    start_membership(actor=SYSTEM, role=list(Role)[how % 4], since=now(), until=_end(how), **facts)


def _seat_moved(town: Town, number: int, how: int, _more: int) -> None:
    seat = town.of(Membership, number)
    town.touched.append(seat.mandate.person)
    facts: Facts = {"group_id": seat.group_id, "membership_id": seat.pk}
    if how % 2:
        end_membership(actor=SYSTEM, **facts, **WHY)
    else:
        change_role(actor=SYSTEM, role=list(Role)[how % 4], **facts)


def _stands_in(town: Town, number: int, who: int, when: int) -> None:
    start = now() + timedelta(hours=when % 3)
    facts: Facts = {"mandate_id": town.post(number).pk, "deputy_id": town.person(who).pk}
    appoint_deputy(actor=SYSTEM, starts_at=start, ends_at=start + timedelta(hours=1), **facts)


def _back(town: Town, number: int, *_more: int) -> None:
    end_deputyship(actor=SYSTEM, deputyship_id=town.of(Deputyship, number).pk)


def _group(town: Town, where: int, number: int, how: int) -> None:
    """A new group, or another state of one."""
    if how % 4 == 0:
        charter = Charter(name_uk="Нова група", purpose_uk="Безпека", quorum=3)
        found_group(actor=SYSTEM, territory_id=town.of(Territory, where).pk, charter=charter)
        return
    group_id = town.of(InitiativeGroup, number).pk
    if how % 4 == 1:
        activate_group(actor=SYSTEM, group_id=group_id)
    else:
        step = suspend_group if how % 4 == 2 else dissolve_group
        step(actor=SYSTEM, group_id=group_id, **WHY)


def _audience(town: Town, one: int, other: int, how: int) -> Facts:
    if how % 2:
        return {"visibility": Visibility.GROUP}
    named = [town.of(Organisation, one).pk]
    people = [town.person(other).pk] if how % 3 else []
    return {"visibility": Visibility.RESTRICTED, "organisation_ids": named, "person_ids": people}


def _table(town: Town, number: int) -> tuple[Actor, Any]:
    """One of the two groups at whose table everybody sits, with who leads it."""
    role, world = (("facilitator", town.stage.here), ("stranger", town.stage.elsewhere))[number % 4 == 0]
    return town.stage.actor(role), world.group.pk


def _thread(town: Town, one: int, other: int, how: int) -> None:
    leader, group_id = _table(town, one)
    facts: Facts = {"title_uk": "Укриття", "purpose": Purpose.CONSULT, "draft": how % 5 == 0}
    thread = open_thread(actor=leader, group_id=group_id, **facts, **_audience(town, one, other, how))
    if thread.state == ThreadState.OPEN:
        words: Facts = {"client_id": uuid7(), "body": "Так", "on_behalf": False}
        post_message(actor=leader, thread_id=thread.pk, **words)


def _thread_moved(town: Town, number: int, one: int, how: int) -> None:
    thread = town.of(Thread, number)
    facts: Facts = {"actor": SYSTEM, "thread_id": thread.pk, "expected_version": thread.version}
    if how % 2:
        set_audience(**facts, **_audience(town, one, number, how // 2))
    else:
        state = list(ThreadState)[how // 2 % 4]
        move_thread(
            to=state, outcome_uk="Домовились" if state == ThreadState.CLOSED else None, **facts, **WHY
        )


def _thread_taken(town: Town, number: int, where: int, how: int) -> None:
    """To a group in which who takes it there has a seat, perhaps since then."""
    thread, group_id = town.of(Thread, number), town.of(InitiativeGroup, where).pk
    facts: Facts = {"group_id": group_id, "mandate_id": town.stage.here.mandates["facilitator"].pk}
    if not Membership.objects.filter(group=group_id, mandate=facts["mandate_id"]).exists():
        start_membership(actor=SYSTEM, since=now(), role=list(Role)[how % 4], **facts)
    facts = {"group_id": group_id, "expected_version": thread.version, "widens": True, **WHY}
    move_to_group(actor=town.stage.actor("facilitator"), thread_id=thread.pk, **facts)


def _item(town: Town, number: int, owner: int, how: int) -> None:
    thread = None if how % 3 == 0 else town.of(Thread, number)
    item = make_action_item(
        actor=SYSTEM,
        group_id=thread.group_id if thread else town.of(InitiativeGroup, number).pk,
        title_uk="Ліхтар",
        due_on=in_days(9),
        owner_organisation_id=town.of(Organisation, owner).pk,
        thread_id=thread.pk if thread else None,
    )
    ActionItem.objects.filter(pk=item.pk).update(state="accepted")


def _evidence(town: Town, number: int, who: int, how: int) -> None:
    """A file, and in two of three cases evidence that it is: what the policies read of them alone."""
    person = town.person(who)
    content: Facts = {"media_type": "text/plain", "size": 1, "sha256": "0" * 64}
    file = StoredFile.objects.create(uploaded_by=person, name="акт.txt", **content)
    if how % 3:
        item = town.of(ActionItem, number)
        facts: Facts = {"kind": EvidenceKind.FILE, "title": "Акт", "file_id": file.pk, "added_by": person}
        Evidence.objects.create(action=item, number=item.evidence.count() + 1, **facts)


def _attachment(town: Town, number: int, who: int, _how: int) -> None:
    """A file that a message brings."""
    content: Facts = {"media_type": "text/plain", "size": 1, "name": "план.txt"}
    file = StoredFile.objects.create(uploaded_by=town.person(who), sha256="0" * 64, **content)
    message = town.of(Message, number)
    MessageAttachment.objects.filter(message=message).delete()
    MessageAttachment.objects.create(message=message, position=0, file_id=file.pk, **content)


def _share(town: Town, number: int, who: int, how: int) -> None:
    kind, model = (("thread", Thread), ("action", ActionItem))[how % 2]
    access = (ShareAccess.READ, ShareAccess.SPEAK, ShareAccess.WORK)[how % 3]
    place: Facts = {"container_type": kind, "container_id": town.of(model, number).pk}
    facts: Facts = {"person_id": town.person(who).pk, "until": _end(how) or now() + A_DAY}
    share_with_guest(actor=SYSTEM, access=access, **place, **facts, **WHY)


def _share_over(town: Town, number: int, *_more: int) -> None:
    end_guest_share(actor=SYSTEM, share_id=town.of(GuestShare, number).pk)


def _administrator(town: Town, who: int, where: int, _how: int) -> None:
    facts: Facts = {"person_id": town.person(who).pk, "organisation_id": town.of(Organisation, where).pk}
    name_administrator(actor=SYSTEM, document="Лист № 2", **facts)


def _administrator_over(town: Town, number: int, *_more: int) -> None:
    row = town.of(OrganisationAdministrator, number)
    town.touched.append(row.person)
    end_administrator(actor=SYSTEM, organisation_id=row.organisation_id, administrator_id=row.pk, **WHY)


def _organisation(town: Town, number: int, other: int, how: int) -> None:
    """It becomes a unit of another, or works elsewhere or nowhere in particular."""
    changes: Facts = {"territory_ids": [town.of(Territory, other).pk] if how % 3 else []}
    if how % 2:
        changes = {"parent_id": town.of(Organisation, other).pk}
    edit_organisation(actor=SYSTEM, organisation_id=town.of(Organisation, number).pk, changes=changes)


def _invitation(town: Town, number: int, where: int, how: int) -> None:
    if how % 3 == 0:
        revoke_invitation(actor=SYSTEM, invitation_id=town.of(Invitation, number).pk)
        return
    leader, group_id = _table(town, where)
    facts: Facts = {"organisation_id": town.of(Organisation, number).pk, "expires_at": now() + A_DAY}
    invite(actor=leader, group_id=group_id, role=Role.MEMBER, **facts)


def _asks_for_seat(town: Town, who: int, where: int, how: int) -> None:
    if how % 4 == 0:
        decline(actor=SYSTEM, request_id=town.of(JoinRequest, who).pk, **WHY)
        return
    facts: Facts = {"group_id": town.of(InitiativeGroup, where).pk, "position_uk": "представник"}
    organisation_id = town.of(Organisation, how).pk
    ask_for_seat(actor=town.themselves(who), organisation_id=organisation_id, **facts)


def _emergency(town: Town, who: int, number: int, how: int) -> None:
    kind, model = (("thread", Thread), ("action", ActionItem))[how % 2]
    if how % 3 == 0:
        approve_break_glass(actor=town.themselves(who), break_glass_id=town.of(BreakGlass, number).pk)
        return
    role = ("administrator", "dpo", "coordinator")[who % 3]
    town.touched.append(town.stage.here.people[role])
    place: Facts = {"container_type": kind, "container_id": town.of(model, number).pk}
    ask_break_glass(actor=town.stage.actor(role), **place, **WHY)


def _account(town: Town, who: int, how: int, _more: int) -> None:
    person_id = town.person(who).pk
    if how % 4 == 0:
        erase_now(actor=SYSTEM, person_id=person_id, removes_messages=bool(how % 8))
    elif how % 4 == 1:
        reactivate_person(actor=SYSTEM, person_id=person_id)
    else:
        deactivate_person(actor=SYSTEM, person_id=person_id, **WHY)


def _token(town: Town, who: int, how: int, number: int) -> None:
    if how % 2:
        issue_token(actor=SYSTEM, person_id=town.person(who).pk, name="звіт", scopes=["groups:read"])
    else:
        token = town.of(PersonalAccessToken, number)
        town.touched.append(token.person)
        revoke_token(actor=SYSTEM, token_id=token.pk)


def _browser(town: Town, who: int, how: int, _more: int) -> None:
    """A session of somebody, or of nobody yet."""
    person, at = town.person(who) if how % 3 else None, now() + A_DAY
    key = uuid7().hex
    Session.objects.create(session_key=key, session_data="", expire_date=at, person=person)


def _told(town: Town, who: int, number: int, _more: int) -> None:
    event = town.of(Event, number)
    facts: Facts = {"kind": event.kind, "reason": "seated", "subject_type": "group", "subject_id": uuid7()}
    Notification.objects.create(person=town.person(who), event=event, **facts)


def _about_data(town: Town, who: int, how: int, _more: int) -> None:
    if how % 3 == 0:
        ask_export(actor=town.themselves(who))
    elif how % 3 == 1:
        ask_erasure(actor=town.themselves(who), removes_messages=False)
    else:
        file_request(actor=town.themselves(who), kind=RequestKind.ACCESS, text="Прошу")


HAPPENINGS: dict[str, Callable[..., None]] = {
    one.__name__.strip("_"): one
    for one in (
        *(_office, _office_over, _mandate, _mandate_moved, _passed_on, _seat, _seat_moved, _stands_in, _back),
        *(_group, _thread, _thread_moved, _thread_taken, _item, _evidence, _attachment, _share, _share_over),
        *(_administrator, announced, asks_for_access, access_answered),
        *(_administrator_over, _organisation, _invitation, _asks_for_seat, _emergency, _account, _token),
        *(_browser, _told, _about_data),
    )
}
