"""The objects of the permission matrix, each brought into each state by the services."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any
from uuid import UUID

from dialogue.lifecycle.services import move_thread, open_thread
from dialogue.messages.policies import MessagePolicy
from dialogue.models import Fault, Message, Purpose, Thread, ThreadState, Visibility
from dialogue.moderation.policies import Step
from dialogue.moderation.services import moderate_message
from dialogue.posting.editing import withdraw_message
from dialogue.posting.services import post_message
from dialogue.threads.policies import DialoguePolicy, ThreadPolicy
from groups.access.person_access import GroupSightPolicy, SightPolicy
from groups.break_glass.services import approve_break_glass, ask_break_glass
from groups.guest_shares.services import share_with_guest
from groups.initiative_groups.services import dissolve_group, suspend_group
from groups.joining.invitations import invite
from groups.joining.join_requests import admit, ask_for_seat, decline, withdraw_request
from groups.joining.personal_invitations import invite_to_administer
from groups.mandates.services import end_mandate, rest_mandate
from groups.memberships.services import end_membership
from groups.models import (
    BreakGlass,
    InitiativeGroup,
    Invitation,
    JoinRequest,
    Mandate,
    Office,
    OfficeKind,
    Organisation,
    PersonalInvitation,
    RequestState,
    Role,
    ShareAccess,
)
from groups.offices.services import end_office, give_office
from groups.organisations.services import verify_organisation
from groups.policies import (
    GlassPolicy,
    GroupPolicy,
    InvitationPolicy,
    JoinRequestPolicy,
    MandatePolicy,
    OfficePolicy,
    OrganisationPolicy,
    PersonalInvitationPolicy,
    TerritoryPolicy,
)
from tasks.evidence.services import add_evidence
from tasks.items.policies import ActionItemPolicy, RegisterPolicy
from tasks.lifecycle.services.create import make_action_item
from tasks.lifecycle.services.transition import move_action_item
from tasks.models import ActionItem, EvidenceKind
from tests.architecture.roles import Key, keys_of, people_of
from tests.cast import SYSTEM, World
from tests.groups.helpers import a_coordinator
from viche.accounts.models import User
from viche.kernel.actor import Actor
from viche.kernel.clock import now, today
from viche.kernel.ids import uuid7
from viche.kernel.policy import Policy
from viche.privacy.models import RequestKind, SubjectRequest
from viche.privacy.policies import AccessRecordPolicy, RequestPolicy

POLICIES: dict[str, Policy[Any]] = {
    "group": GroupPolicy(),
    "dialogue": DialoguePolicy(),
    "register": RegisterPolicy(),
    "territory": TerritoryPolicy(),
    "organisation": OrganisationPolicy(),
    "office": OfficePolicy(),
    "mandate": MandatePolicy(),
    "invitation": InvitationPolicy(),
    "personal_invitation": PersonalInvitationPolicy(),
    "join_request": JoinRequestPolicy(),
    "thread": ThreadPolicy(),
    "message": MessagePolicy(),
    "action": ActionItemPolicy(),
    "subject_request": RequestPolicy(),
    "access_record": AccessRecordPolicy(),
    "sight": SightPolicy(),
    "group_sight": GroupSightPolicy(),
    "break_glass": GlassPolicy(),
}


@dataclass(slots=True)
class Stage:
    """Two worlds and the roles of the matrix in the first."""

    here: World
    elsewhere: World
    keys: dict[str, Key]

    @classmethod
    def built(cls, here: World, elsewhere: World) -> Stage:
        # The world itself stays as others know it.
        here = replace(here, people=dict(here.people), mandates=dict(here.mandates), seats=dict(here.seats))
        here.people |= people_of(here)
        return cls(here, elsewhere, keys_of(here.people["facilitator"]))

    def person(self, role: str) -> User | None:
        """Who signs in with a browser as this role; None for nobody and for programs."""
        if role == "stranger":
            return self.elsewhere.people["facilitator"]
        return self.here.people.get(role)

    def actor(self, role: str) -> Actor:
        if role in self.keys:
            return self.keys[role].actor
        return self.elsewhere.actor("facilitator") if role == "stranger" else self.here.actor(role)


def a_thread(stage: Stage, state: str) -> Thread:
    here = stage.here
    restricted = state in ("restricted", "named")
    thread = open_thread(
        actor=here.actor("facilitator"),
        group_id=here.group.pk,
        title_uk="Укриття",
        purpose=Purpose.CONSULT,
        visibility=Visibility.RESTRICTED if restricted else Visibility.GROUP,
        organisation_ids=[here.organisations["police"].pk, here.organisations["ngo"].pk]
        if restricted
        else [],
        facilitator_id=here.mandates["chair"].pk,
        draft=state == "draft",
    )
    if state in ("summarising", "closed"):
        thread = _moved(stage, thread, ThreadState(state))
    if state in ("open", "summarising", "closed"):
        _let_in(stage, thread, "guest", ShareAccess.READ)
        _let_in(stage, thread, "speaking_guest", ShareAccess.SPEAK)
    if state == "restricted":
        glass = ask_break_glass(
            actor=here.actor("rescuer"), container_type="thread", container_id=thread.pk, reason="Загроза"
        )
        approve_break_glass(actor=here.actor("dpo"), break_glass_id=glass.pk)
    return Thread.objects.get(pk=thread.pk)


def _let_in(stage: Stage, thing: Thread | ActionItem, role: str, access: ShareAccess) -> None:
    share_with_guest(
        actor=stage.here.actor("facilitator"),
        container_type="thread" if isinstance(thing, Thread) else "action",
        container_id=thing.pk,
        person_id=stage.here.people[role].pk,
        access=access,
        until=now() + timedelta(days=1),
        reason="Консультація",
    )


def a_message(stage: Stage, state: str) -> Message:
    """The officer's, in a thread that the group reads or a restricted one."""
    officer = stage.here.actor("officer")
    thread = a_thread(stage, "restricted" if state == "restricted" else "open")
    message = post_message(actor=officer, thread_id=thread.pk, client_id=uuid7(), body="Між нами")
    if state == "withdrawn":
        withdraw_message(actor=officer, message_id=message.pk, expected_version=message.version)
    if state == "hidden":
        leader = stage.here.actor("facilitator")
        moderate_message(actor=leader, message_id=message.pk, to=Step.HIDE, fault=Fault.SPAM)
    if state == "closed":
        _moved(stage, thread, ThreadState.CLOSED)
    return Message.objects.select_related("thread__group").get(pk=message.pk)


def _moved(stage: Stage, thread: Thread, to: ThreadState) -> Thread:
    return move_thread(
        actor=stage.here.actor("facilitator"),
        thread_id=thread.pk,
        to=to,
        expected_version=thread.version,
        outcome_uk="Домовились" if to == ThreadState.CLOSED else None,
    )


# The steps that lead to a state, each with who takes it.
PATHS: dict[str, tuple[tuple[str, str], ...]] = {
    "proposed": (),
    "restricted": (),
    "accepted": (("accepted", "councillor"),),
    "declined": (("declined", "councillor"),),
    "cancelled": (("cancelled", "facilitator"),),
}
PATHS["in_progress"] = (*PATHS["accepted"], ("in_progress", "councillor"))
PATHS["blocked"] = (*PATHS["in_progress"], ("blocked", "councillor"))
PATHS["done"] = (*PATHS["in_progress"], ("done", "councillor"))
PATHS["verified"] = (*PATHS["done"], ("verified", "officer"))
PATHS["closed"] = (*PATHS["verified"], ("closed", "secretary"))


def an_action_item(stage: Stage, state: str) -> ActionItem:
    here = stage.here
    thread = a_thread(stage, "restricted") if state == "restricted" else None
    item = make_action_item(
        actor=here.actor("facilitator"),
        group_id=here.group.pk,
        title_uk="Обстежити пандуси",
        due_on=today("Europe/Kyiv") + timedelta(days=14),
        owner_organisation_id=here.organisations["council"].pk,
        thread_id=thread.pk if thread else None,
    )
    _let_in(stage, item, "helper", ShareAccess.WORK)
    if thread is None:
        _let_in(stage, item, "guest", ShareAccess.READ)
    for to, role in PATHS[state]:
        if to == "done":
            add_evidence(
                actor=here.actor("councillor"),
                action_id=item.pk,
                kind=EvidenceKind.LINK,
                title="Акт",
                url="https://example.org/act",
            )
        item = ActionItem.objects.get(pk=item.pk)
        move_action_item(
            actor=here.actor(role),
            action_id=item.pk,
            to=to,
            expected_version=item.version,
            reason="Так треба",
        )
    return ActionItem.objects.select_related("group", "thread").get(pk=item.pk)


def a_group(stage: Stage, state: str) -> InitiativeGroup:
    group_id = stage.here.group.pk
    if state == "proposed":
        # It never becomes that again: as the cast sat there before its first day.
        InitiativeGroup.objects.filter(pk=group_id).update(state=state)
    if state == "suspended":
        suspend_group(actor=SYSTEM, group_id=group_id, reason="Перерва")
    if state == "dissolved":
        dissolve_group(actor=SYSTEM, group_id=group_id, reason="Завершено")
    return InitiativeGroup.objects.select_related("territory").get(pk=group_id)


def a_mandate(stage: Stage, state: str) -> Mandate:
    mandate_id = stage.here.mandates["officer"].pk
    if state == "resting":
        rest_mandate(actor=SYSTEM, mandate_id=mandate_id, reason="Службове розслідування")
    if state == "ended":
        end_mandate(actor=SYSTEM, mandate_id=mandate_id, reason="Переведення")
    return Mandate.objects.get(pk=mandate_id)


def an_invitation(stage: Stage) -> Invitation:
    here = stage.here
    made, _secret = invite(
        actor=here.actor("facilitator"),
        group_id=here.group.pk,
        organisation_id=here.organisations["school"].pk,
        role=Role.MEMBER,
        expires_at=now() + timedelta(days=7),
        email="zaproshena@viche.example",
    )
    return made


def a_personal_invitation(stage: Stage) -> PersonalInvitation:
    """Made by another coordinator."""
    here = stage.here
    return invite_to_administer(
        actor=a_coordinator(here),
        organisation_id=here.organisations["police"].pk,
        email="zaproshena@viche.example",
        document="Наказ № 8",
    )


def asked_by(stage: Stage, role: str) -> JoinRequest:
    """A request for a seat that waits, for the market."""
    here = stage.here
    return ask_for_seat(
        actor=here.actor(role),
        group_id=here.group.pk,
        organisation_id=here.organisations["market"].pk,
        position_uk="представниця",
    )


def a_join_request(stage: Stage, state: str) -> JoinRequest:
    """The outsider's, for their own organisation."""
    here, request = stage.here, asked_by(stage, "outsider")
    leader, pk = here.actor("facilitator"), request.pk
    if state == RequestState.ADMITTED:
        admit(actor=leader, request_id=pk, role=Role.OBSERVER)
        end_membership(
            actor=leader, group_id=here.group.pk, membership_id=_seat_of(pk), reason="Знову надворі"
        )
    if state == RequestState.DECLINED:
        decline(actor=leader, request_id=pk, reason="Місць немає")
    if state == RequestState.WITHDRAWN:
        withdraw_request(actor=here.actor("outsider"), request_id=pk)
    return JoinRequest.objects.select_related("group__territory").get(pk=pk)


def _seat_of(request_id: UUID) -> UUID:
    seat_id = JoinRequest.objects.get(pk=request_id).membership_id
    assert seat_id is not None
    return seat_id


def an_organisation(stage: Stage, state: str) -> Organisation:
    police = stage.here.organisations["police"]
    if state == "verified":
        verify_organisation(actor=SYSTEM, organisation_id=police.pk, document="Витяг № 5")
    return Organisation.objects.get(pk=police.pk)


def an_office(stage: Stage, state: str) -> Office:
    office = Office.objects.get(person=stage.here.people["coordinator"])
    if state == "ended":
        end_office(actor=SYSTEM, office_id=office.pk, reason="Інша робота")
        # The office of whom the others ask for is another one, so that the role stays what it is.
        give_office(
            actor=SYSTEM,
            person_id=office.person_id,
            kind=OfficeKind.COORDINATOR,
            territory_id=office.territory_id,
            document="Розпорядження № 2",
        )
    return Office.objects.get(pk=office.pk)


def a_request(stage: Stage, state: str) -> SubjectRequest:
    """The policy reads the state alone, so it is written down; tests/privacy takes the steps."""
    closed = state in ("answered", "refused", "withdrawn")
    return SubjectRequest.objects.create(
        person=stage.here.people["teacher"],
        kind=RequestKind.ERASURE if state == "erasure" else RequestKind.ACCESS,
        state="received" if state == "erasure" else state,
        due_at=now() + timedelta(days=30),
        closed_at=now() if closed else None,
    )


def an_emergency(stage: Stage, state: str) -> BreakGlass:
    """The policy reads the row alone; tests/groups/break_glass/test_break_glass.py takes the steps."""
    here, at = stage.here, now()
    answered: dict[str, Any] = {"answered_by": here.people["dpo"], "answered_at": at - timedelta(hours=2)}
    facts: dict[str, dict[str, Any]] = {
        "expired": {"expires_at": at},
        "active": {**answered, "answered_at": at, "state": "approved", "until": at + timedelta(hours=1)},
        "over": {**answered, "state": "approved", "until": at - timedelta(hours=1)},
        "refused": {**answered, "state": "refused"},
        "withdrawn": {"state": "withdrawn", "ended_at": at},
    }
    thread = a_thread(stage, "restricted")
    fields = {"expires_at": at + timedelta(hours=4), **facts.get(state, {})}
    made = BreakGlass.objects.create(
        container_type="thread",
        container_id=thread.pk,
        group=here.group,
        asked_by=here.people["administrator"],
        asked_as="administrator",
        reason="Загроза",
        **fields,
    )
    return BreakGlass.objects.select_related("group__territory").get(pk=made.pk)


MAKERS: dict[str, Callable[[Stage, str], Any]] = {
    "group": a_group,
    "dialogue": a_group,
    "register": a_group,
    "territory": lambda stage, _state: stage.here.territory,
    "organisation": an_organisation,
    "office": an_office,
    "mandate": a_mandate,
    "invitation": lambda stage, _state: an_invitation(stage),
    "personal_invitation": lambda stage, _state: a_personal_invitation(stage),
    "join_request": a_join_request,
    "thread": a_thread,
    "message": a_message,
    "action": an_action_item,
    "subject_request": a_request,
    "break_glass": an_emergency,
    "access_record": lambda stage, _state: stage.here.people["teacher"],
    "sight": lambda stage, _state: stage.here.people["teacher"],
    "group_sight": lambda stage, _state: stage.here.group,
}
