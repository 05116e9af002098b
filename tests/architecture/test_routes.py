"""Every address from outside: nobody gets in unsigned, and the hidden answers exactly like the absent."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from datetime import time, timedelta
from typing import Any
from uuid import UUID

import pytest
from django.test import Client

from dialogue.meetings.notes import write_note
from dialogue.meetings.series import adopt_series
from dialogue.meetings.speakers import ask_for_floor
from dialogue.models import AgendaPaper, NoteKind, Thread
from dialogue.posting.services import post_message
from dialogue.summary.services.questions import ask_question
from dialogue.summary.services.statements import collect_statement
from groups.guest_shares.services import share_with_guest
from groups.initiative_groups.services import edit_group
from groups.mandates.deputies import appoint_deputy
from groups.models import Deputyship, GuestShare, Milestone, ShareAccess, Visibility
from programmes.kit.access_requests.services import ask_for_dossier_access
from programmes.models import Edition, SignOff
from tasks.models import ActionItem, Evidence, ReminderAudience, SavedView
from tasks.reminders.personal import set_own_reminder
from tasks.reminders.services import set_reminder
from tests.architecture.announced import an_access_request
from tests.architecture.stages.action import an_action_item
from tests.architecture.stages.approval import an_approval
from tests.architecture.stages.break_glass import an_emergency
from tests.architecture.stages.dossier import a_dossier
from tests.architecture.stages.joining import a_personal_invitation, an_invitation, asked_by
from tests.architecture.stages.meeting import a_meeting
from tests.architecture.stages.minutes import some_minutes
from tests.architecture.stages.recommendation import a_recommendation
from tests.architecture.stages.stage import Stage
from tests.architecture.stages.subject_request import a_request
from tests.architecture.stages.thread import a_thread
from tests.architecture.test_default_deny import endpoints
from tests.cast import SYSTEM, World
from tests.dialogue.decisions.helpers import a_decision, voter_of
from tests.programmes.helpers import prove
from tests.programmes.kit.forms import a_form
from tests.programmes.kit.helpers import a_finding
from tests.standing import Below, stands
from tests.tasks.export.test_export import content_of
from viche.accounts.models import Identity, IdentityProvider, User
from viche.files.services.parts import begin_upload
from viche.kernel.api import PUBLIC, Endpoint
from viche.kernel.clock import now, today
from viche.kernel.ids import uuid7
from viche.privacy.services.exports import request_export

PARAMETER = re.compile(r"<(?:(\w+):)?(\w+)>")
METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE")
# Known to everybody who is signed in: no outsider to them.
OPEN_TO_ALL = {"territory_id", "organisation_id", "office_id"}


def cases() -> list[tuple[str, str, type[Endpoint]]]:
    return [
        (address, method, cls) for address, cls in endpoints() for method in METHODS if method in cls.actions
    ]


def with_objects() -> Iterator[tuple[str, str]]:
    for address, method, cls in cases():
        names = {name for _kind, name in PARAMETER.findall(address)}
        if names and not names & OPEN_TO_ALL and cls.actions[method] is not PUBLIC:
            yield address, method


def names_in(address: str) -> set[str]:
    return {name for _kind, name in PARAMETER.findall(address)}


def filled(address: str, ids: dict[str, UUID]) -> str:
    return "/" + PARAMETER.sub(lambda found: str(ids[found[2]]) if found[2] in ids else "x", address)


def browser_of(person: User) -> Client:
    client = Client()
    client.force_login(person)
    return client


def asked(client: Client, method: str, address: str) -> tuple[int, dict[str, Any]]:
    """Status and body without the request's own id; always with a version, and with nothing in the body. What
    comes in pieces is a file, which is read to its end.
    """
    answer = client.generic(method, address, "{}", "application/json", headers={"If-Match": '"1"'})
    if answer.streaming:
        content_of(answer)
    body: dict[str, Any] = json.loads(answer.content) if not answer.streaming and answer.content else {}
    body.pop("request_id", None)
    return answer.status_code, body


def an_absence(here: World) -> Deputyship:
    return appoint_deputy(
        actor=SYSTEM,
        mandate_id=here.mandates["secretary"].pk,
        deputy_id=here.people["councillor"].pk,
        starts_at=now(),
        ends_at=now() + timedelta(days=1),
    )


def a_share(here: World, thread: Thread) -> GuestShare:
    return share_with_guest(
        actor=here.actor("facilitator"),
        container_type="thread",
        container_id=thread.pk,
        person_id=here.people["observer"].pk,
        access=ShareAccess.READ,
        until=now() + timedelta(days=1),
        reason="Порада",
    )


def seen_by_administrators(address: str) -> bool:
    """They see every account, but neither who saw its data nor what its person sees; they keep the providers;
    they may answer whoever asks for emergency access, and do not see to what; they are a second person.
    """
    known = {"person_id", "provider_id", "break_glass_id", "approval_id"} & names_in(address)
    return bool(known) and not address.endswith(("/access-record", "/sight"))


@stands(on="stage")
def hidden(below: Below) -> tuple[Stage, dict[str, UUID]]:
    """Objects of one world by the names that addresses give them, some restricted."""
    return below["stage"], things_of(below["stage"])


def a_statement(here: World, thread: Thread) -> UUID:
    return collect_statement(actor=here.actor("facilitator"), thread_id=thread.pk, text="Так").pk


def an_upload(here: World) -> UUID:
    return begin_upload(actor=here.actor("teacher"), name="акт.txt", length=3).pk


def a_piece(here: World, item: ActionItem) -> UUID:
    facts: dict[str, Any] = {"kind": "link", "title": "Акт", "url": "https://example.org/act"}
    return Evidence.objects.create(action=item, number=1, added_by=here.people["officer"], **facts).pk


def an_identity(here: World) -> Identity:
    facts = {"name_uk": "Рада", "issuer": "https://id.rada.example"}
    provider = IdentityProvider.objects.get_or_create(code="rada", defaults=facts)[0]
    return Identity.objects.create(
        person=here.people["teacher"], provider=provider, subject=str(here.group.pk)
    )


def things_of(stage: Stage) -> dict[str, UUID]:
    """Makes them."""
    here = stage.here
    thread, item = a_thread(stage, "restricted"), an_action_item(stage, "proposed")
    message = post_message(
        actor=here.actor("officer"), thread_id=thread.pk, client_id=uuid7(), body="Між нами", on_behalf=True
    )
    reminder = set_reminder(
        actor=here.actor("facilitator"),
        action_id=item.pk,
        due_at=now().replace(year=now().year + 1, day=1),
        audience=ReminderAudience.OWNER,
    )
    own = set_own_reminder(actor=here.actor("facilitator"), action_id=item.pk, due_at=reminder.due_at)
    asked = asked_by(stage, "guest")
    edit_group(actor=SYSTEM, group_id=here.group.pk, changes={"visibility": Visibility.HIDDEN})
    identity = an_identity(here)
    view = SavedView.objects.create(person=here.people["teacher"], name="Моє", query="show=own")
    return {
        "group_id": here.group.pk,
        "milestone_id": Milestone.objects.filter(group=here.group).earliest("pk").pk,
        "person_id": here.people["teacher"].pk,
        "mandate_id": here.mandates["officer"].pk,
        "deputyship_id": an_absence(here).pk,
        "membership_id": here.seats["teacher"].pk,
        "thread_id": thread.pk,
        "share_id": a_share(here, thread).pk,
        "invitation_id": an_invitation(stage).pk,
        "personal_invitation_id": a_personal_invitation(stage).pk,
        "join_request_id": asked.pk,
        "message_id": message.pk,
        "access_request_id": an_access_request(stage, "pending").pk,
        "question_id": ask_question(actor=here.actor("facilitator"), thread_id=thread.pk, text="Хто?").pk,
        "statement_id": a_statement(here, thread),
        "action_id": item.pk,
        **_things_of_decisions(here, thread),
        **_things_of_programmes(stage),
        **_things_of_meetings(stage, thread),
        "reminder_id": reminder.pk,
        "evidence_id": a_piece(here, item),
        "own_reminder_id": own.pk,
        "view_id": view.pk,
        "upload_id": an_upload(here),
        "identity_id": identity.pk,
        "provider_id": identity.provider_id,
        "request_id": a_request(stage, "received").pk,
        "export_id": request_export(actor=here.actor("teacher")).pk,
        "break_glass_id": an_emergency(stage, "asked").pk,
        "approval_id": an_approval(stage, "pending").pk,
    }


def _things_of_decisions(here: World, thread: Thread) -> dict[str, UUID]:
    row = a_decision(here, thread)
    return {"decision_id": row.pk, "voter_id": voter_of(here, row, "officer").pk}


def _things_of_meetings(stage: Stage, thread: Thread) -> dict[str, UUID]:
    """A meeting at an item of the restricted thread, with a note and somebody who waits for the floor."""
    here = stage.here
    meeting = a_meeting(stage, "running")
    item = meeting.agenda.get()
    note = write_note(
        actor=here.actor("secretary"),
        meeting_id=meeting.pk,
        item_id=item.pk,
        kind=NoteKind.SPOKE,
        text="Так",
        client_id=uuid7(),
    )
    ask_for_floor(actor=here.actor("teacher"), meeting_id=meeting.pk)
    AgendaPaper.objects.create(
        item=item, file_id=uuid7(), name="акт.pdf", media_type="application/pdf", size=3
    )
    item.thread = thread
    item.save(update_fields=["thread"])
    rhythm = {"title_uk": "Зустріч", "unit": "week", "weekday": 3, "minutes": 60}
    times = {"starts_on": today(here.group.time_zone), "time": time(10)}
    facilitator = here.actor("facilitator")
    series = adopt_series(actor=facilitator, group_id=here.group.pk, rhythm=rhythm | times)
    return {
        "meeting_id": meeting.pk,
        "item_id": item.pk,
        "note_id": note.pk,
        "speaker_id": item.speakers.get().pk,
        "series_id": series.pk,
        "file_id": item.papers.get().pk,
        **_things_of_minutes(stage),
    }


def _things_of_minutes(stage: Stage) -> dict[str, UUID]:
    """Minutes whose only item belongs to nobody's thread, with a remark."""
    minutes = some_minutes(stage, "remarks")
    return {
        "minutes_id": minutes.pk,
        "line_id": minutes.lines.get().pk,
        "remark_id": minutes.remarks.get().pk,
    }


def _things_of_programmes(stage: Stage) -> dict[str, UUID]:
    dossier = a_dossier(stage, "restricted")
    return {
        "dossier_id": dossier.pk,
        "piece_id": prove(stage.here, dossier, "teacher").pk,
        "finding_id": a_finding(stage.here, dossier).pk,
        "submission_id": a_form(stage.here, dossier).pk,
        "edition_id": Edition.objects.get(dossier=dossier, number=1).pk,
        "sign_off_id": SignOff.objects.create(
            edition=Edition.objects.get(dossier=dossier, number=1),
            participant=dossier.participants.earliest("pk"),
            asked_by=stage.here.people["teacher"],
        ).pk,
        "dossier_request_id": ask_for_dossier_access(
            actor=stage.here.actor("officer"), dossier_id=dossier.pk, reason="Поліція поруч"
        ).pk,
        "participant_id": dossier.participants.earliest("pk").pk,
        "recommendation_id": a_recommendation(stage, "restricted").pk,
    }


@pytest.mark.django_db
@pytest.mark.parametrize(("address", "method", "cls"), cases(), ids=lambda one: getattr(one, "__name__", one))
def test_nobody_gets_in_without_signing_in(address: str, method: str, cls: type[Endpoint]) -> None:
    ids = {name: uuid7() for name in names_in(address)}
    status, body = asked(Client(), method, filled(address, ids))
    if cls.actions[method] is PUBLIC:
        assert status != 401
    else:
        assert (status, body["code"]) == (401, "signed_out")


@pytest.mark.django_db
def test_what_is_hidden_answers_like_what_is_absent(hidden: tuple[Stage, dict[str, UUID]]) -> None:
    stage, ids = hidden
    outsiders = {
        role: browser_of(stage.here.people[role]) for role in ("outsider", "former", "administrator")
    }
    told = []
    for address, method in with_objects():
        absent = filled(address, {name: uuid7() for _kind, name in PARAMETER.findall(address)})
        for role, browser in outsiders.items():
            if role == "administrator" and seen_by_administrators(address):
                continue
            there, nowhere = asked(browser, method, filled(address, ids)), asked(browser, method, absent)
            # 401 would mean that they are not signed in at all, and everything would look alike.
            if there != nowhere or not 400 <= nowhere[0] < 500 or nowhere[0] == 401:
                told.append(f"{method} {address} for {role}: {there} is not {nowhere}")
    assert told == []


@pytest.mark.django_db
def test_a_member_who_is_not_named_finds_no_restricted_thread(hidden: tuple[Stage, dict[str, UUID]]) -> None:
    stage, ids = hidden
    teacher, officer = (browser_of(stage.here.people[role]) for role in ("teacher", "officer"))
    for address, method in with_objects():
        if {"thread_id", "message_id"} & {name for _kind, name in PARAMETER.findall(address)}:
            absent = filled(address, {**ids, "thread_id": uuid7(), "message_id": uuid7()})
            assert asked(teacher, method, filled(address, ids)) == asked(teacher, method, absent)
            assert (
                asked(officer, method, filled(address, ids)) != asked(officer, method, absent)
                or method != "GET"
                or address.endswith("/card")  # it is not announced
            )


@pytest.mark.django_db
def test_a_parameter_that_nobody_reads_is_refused(world: World) -> None:
    browser, told = browser_of(world.people["administrator"]), []
    for address, method, cls in cases():
        ids = {name: uuid7() for name in names_in(address)}
        if cls.actions[method] is PUBLIC:
            continue
        status, body = asked(browser, method, filled(address, ids) + "?page=2")
        if (status, body["code"]) != (400, "bad_query") or body["errors"][0]["pointer"] != "/page":
            told.append(f"{method} {address}: {status} {body}")
    assert told == []
