"""What happens to decisions, meetings, minutes and the charter of a group, for those who have them open."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import time, timedelta
from functools import partial
from itertools import chain
from typing import Any

from dialogue.charters.services import set_charter
from dialogue.decisions.models import Capacity
from dialogue.decisions.services.closing import run_due_decision_terms
from dialogue.decisions.services.drafts import edit_decision
from dialogue.decisions.services.outcome import publish_decision, unpublish_decision, write_outcome
from dialogue.decisions.services.paper import enter_paper_count
from dialogue.decisions.services.record import answer_objection, ask_sector
from dialogue.decisions.services.votes import withdraw_vote
from dialogue.meetings.attendance import answer_invitation
from dialogue.meetings.series import adopt_series
from dialogue.meetings.services import edit_meeting
from dialogue.meetings.speakers import ask_for_floor
from dialogue.minutes.remarks import decide_remark, make_remark
from dialogue.minutes.services import add_line
from dialogue.minutes.signing import correct_minutes, publish_minutes, replace_signer
from dialogue.models import (
    AttendanceAnswer,
    Decision,
    DecisionTerm,
    LineKind,
    Meeting,
    Method,
    Minutes,
    NoteKind,
    TermKind,
    Thread,
)
from groups.initiative_groups.services import edit_group
from groups.mandates.succession import transfer_mandate
from groups.models import Sector, Visibility
from tests.cast import SYSTEM, World
from tests.dialogue.decisions import helpers as deciding
from tests.dialogue.helpers import a_thread
from tests.dialogue.meetings import helpers as meeting_helpers
from tests.dialogue.minutes import helpers as minuting
from tests.groups.helpers import at, colleague, later
from tests.realtime.kept_pages import Page, live
from viche.kernel.clock import today

Acts = Iterator[Callable[[], object]]
PACKAGES = {
    "dialogue.charters": ("group",),
    "dialogue.decisions": ("thread", "group"),
    "dialogue.meetings": ("group",),
    "dialogue.minutes": ("group",),
}
"""Where the events of these packages are told."""

VOTERS = ("facilitator", "secretary", "officer", "teacher", "councillor")


@dataclass
class Scene:
    """A group with a public page, and what it decides on."""

    world: World
    thread: Thread
    draft: Decision
    successor: Decision
    personal: Decision
    meeting: Meeting
    minutes: Minutes

    def adopt(self, row: Decision) -> None:
        for name in VOTERS:
            deciding.vote(self.world, row, name, "consent")
        deciding.move(self.world, row, "closed")


def set_scene(world: World) -> Scene:
    edit_group(actor=SYSTEM, group_id=world.group.pk, changes={"visibility": Visibility.PUBLIC})
    thread = a_thread(world)
    draft = deciding.a_draft(world, thread)
    successor = deciding.a_draft(world, thread)
    personal = deciding.a_decision(world, thread, capacity=Capacity.PERSONAL)
    deciding.vote(world, personal, "councillor", "consent")
    meeting, minutes = meeting_helpers.a_meeting(world), minuting.some_minutes(world)
    return Scene(world, thread, draft, successor, personal, meeting, minutes)


def decide(scene: Scene) -> Acts:
    world, row = scene.world, scene.draft
    facts: dict[str, Any] = {"actor": world.actor("facilitator"), "decision_id": row.pk}
    yield partial(edit_decision, **facts, changes={"title_uk": "Чи ставимо поручні восени?"})
    yield lambda: deciding.move(world, row, "open")
    day = today(world.group.time_zone) + timedelta(days=1)
    yield partial(ask_sector, **facts, sector=Sector.EDUCATION, until=day)
    yield lambda: deciding.object_to(world, row, "officer")
    yield lambda: answer_objection(
        **facts, voter_id=deciding.voter_of(world, row, "officer").pk, text="Посиплемо щоранку"
    )
    yield lambda: deciding.vote(world, row, "teacher", "consent")
    yield lambda: withdraw_vote(
        actor=world.actor("teacher"),
        decision_id=row.pk,
        voter_id=deciding.voter_of(world, row, "teacher").pk,
    )
    yield lambda: scene.adopt(row)
    yield partial(write_outcome, **facts, text_uk="Ставимо")
    yield partial(publish_decision, **facts, text_uk="Поручні будуть")
    yield partial(unpublish_decision, **facts)


def decide_otherwise(scene: Scene) -> Acts:
    """What the group decides anew, what it does not decide, and what it decides on paper."""
    world, row = scene.world, scene.successor
    actor, thread = world.actor("facilitator"), scene.thread
    yield partial(edit_decision, actor=actor, decision_id=row.pk, changes={"supersedes_id": scene.draft.pk})
    yield lambda: deciding.move(world, row, "open")
    yield lambda: scene.adopt(row)
    day = today(world.group.time_zone) + timedelta(days=30)
    yield partial(write_outcome, actor=actor, decision_id=row.pk, text_uk="Так", review_on=day)
    yield lambda: deciding.a_draft(world, thread, title_uk="Чи фарбуємо паркан?")
    yield lambda: deciding.move(world, Decision.objects.latest("id"), "withdrawn", reason="Уже вирішено")
    yield lambda: deciding.a_decision(
        world, thread, method=Method.RANKED, on_paper=True, options=deciding.OPTIONS
    )
    yield lambda: count_paper(world, Decision.objects.latest("id"))
    yield partial(
        transfer_mandate,
        actor=SYSTEM,
        mandate_id=world.mandates["councillor"].pk,
        person_id=colleague(world, "council").pk,
        document="Наказ № 9",
        reason="Ротація",
    )


def count_paper(world: World, row: Decision) -> None:
    batch: dict[str, Any] = {"answer": "choose", "ranking": deciding.ranked(row, 1, 2), "number": 3}
    enter_paper_count(actor=world.actor("secretary"), decision_id=row.pk, entry=1, batches=[batch])


def review(row: Decision) -> None:
    """Let the review day of a decision come."""
    terms = list(DecisionTerm.objects.filter(decision=row, kind=TermKind.REVIEW))
    run_due_decision_terms(actor=SYSTEM, rows=terms)


def meet(scene: Scene) -> Acts:
    world, meeting = scene.world, scene.meeting
    facilitator = world.actor("facilitator")
    where: dict[str, Any] = {"meeting_id": meeting.pk}
    yield lambda: meeting_helpers.a_meeting(world, days=20)
    yield lambda: agree_to_meet(world)
    yield lambda: edit_meeting(
        actor=facilitator, **where, expected_version=meeting.version, changes={"place": "Бібліотека"}
    )
    yield lambda: meeting_helpers.an_item(world, meeting)
    yield lambda: meeting_helpers.move(world, meeting, "convened")
    yield partial(answer_invitation, actor=world.actor("teacher"), **where, answer=AttendanceAnswer.COMES)
    yield lambda: meeting_helpers.move(world, meeting, "running")
    yield partial(meeting_helpers.set_presence, world, meeting, "officer")
    yield lambda: meeting_helpers.take_up(world, meeting, meeting.agenda.get())
    yield partial(ask_for_floor, actor=world.actor("teacher"), **where)
    yield lambda: minuting.note(world, meeting.agenda.get(), NoteKind.LISTENED, minuting.HEARD)
    yield lambda: meeting_helpers.move(world, meeting, "ended")
    yield lambda: minuting.minutes_of(world, meeting)


def agree_to_meet(world: World) -> None:
    """Adopt a rhythm of meetings, which plans the first one, and rules for them."""
    rhythm = {"title_uk": "Зустріч", "unit": "week", "weekday": 3, "minutes": 60, "time": time(10)}
    facts: dict[str, Any] = {"actor": world.actor("facilitator"), "group_id": world.group.pk}
    adopt_series(**facts, rhythm=rhythm | {"starts_on": today(world.group.time_zone)})
    rules = {"present_sectors": [Sector.POLICE], "asked_sectors": [], "notice_days": 3}
    set_charter(**facts, rules=rules)


def write_minutes(scene: Scene) -> Acts:
    world, minutes = scene.world, scene.minutes
    facts: dict[str, Any] = {"actor": world.actor("secretary"), "minutes_id": minutes.pk}
    yield partial(add_line, **facts, kind=LineKind.ANNEX, text_uk="Схема укриттів")
    yield lambda: replace_signer(
        **facts,
        role="secretary",
        mandate_id=world.mandates["officer"].pk,
        expected_version=minuting.fresh(minutes).version,
    )
    yield lambda: minuting.move(world, minutes, "remarks")
    yield partial(make_remark, actor=world.actor("officer"), minutes_id=minutes.pk, text="Не так було")
    yield lambda: decide_remark(
        **facts,
        remark_id=minutes.remarks.get().pk,
        accept=False,
        answer="Так і було",
        expected_version=minuting.fresh(minutes).version,
    )
    yield lambda: minuting.end_remarks(minutes)
    yield lambda: minuting.move(world, minutes, "signing")
    yield lambda: minuting.sign(world, minutes, "chair", "facilitator")
    yield lambda: minuting.sign(world, minutes, "secretary", "officer")
    yield partial(publish_minutes, actor=world.actor("facilitator"), minutes_id=minutes.pk)
    yield partial(correct_minutes, **facts, text_uk="Було шість.")


ACTS: tuple[Callable[[Scene], Acts], ...] = (decide, meet, write_minutes, decide_otherwise)


def of_decisions(world: World) -> Iterator[dict[str, Any]]:
    """What a group decides on, talks over when it meets, and writes down."""
    scene = set_scene(world)
    thread, group = f"thread:{scene.thread.pk}", f"group:{world.group.pk}"
    about = {
        "decision": scene.draft.pk,
        "meeting": scene.meeting.pk,
        "minutes": scene.minutes.pk,
        "agreed": world.group.pk,
    }
    pages = [Page(world, name, group, one) for name in ("facilitator", "officer") for one in about.items()]
    pages += [Page(world, "observer", thread, ("decided", scene.thread.pk))]
    pages += [Page(world, "teacher", topic, ("decision", scene.personal.pk)) for topic in (thread, group)]
    yield from live(pages, chain(*(act(scene) for act in ACTS)))
    pages = [Page(world, "facilitator", topic, ("decision", scene.successor.pk)) for topic in (thread, group)]
    with at(later(days=31)):
        yield from live(pages, iter([partial(review, scene.successor)]))
