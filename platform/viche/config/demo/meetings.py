"""Meetings of the demo community: agenda, attendance, what was said and decided there, and signed minutes."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import partial
from typing import Any
from uuid import UUID

from dialogue.meetings.agenda import propose_item, set_current_item
from dialogue.meetings.attendance import answer_invitation, record_presence
from dialogue.meetings.decisions import move_decision
from dialogue.meetings.notes import write_note
from dialogue.meetings.services import move_meeting, plan_meeting
from dialogue.minutes.services import make_minutes, move_minutes
from dialogue.minutes.signing import sign_minutes
from dialogue.models import (
    AgendaItem,
    AgendaKind,
    AttendanceAnswer,
    CheckInWay,
    Meeting,
    Minutes,
    NoteKind,
    Question,
    SignatureWay,
)
from groups.models import Membership
from viche.config.demo.community import Community, read_demo_file
from viche.config.demo.decisions import Decisions
from viche.config.demo.dialogues import Dialogues
from viche.config.demo.steps import Step
from viche.config.demo.works import Works
from viche.kernel.ids import uuid7

Described = dict[str, Any]


@dataclass(slots=True)
class Meetings:
    """Meetings, and the items of their agenda, by their keys in the demo file."""

    community: Community
    dialogues: Dialogues
    decisions: Decisions
    works: Works
    meetings: dict[str, Meeting] = field(default_factory=dict)
    items: dict[tuple[str, str], AgendaItem] = field(default_factory=dict)

    def steps(self) -> Iterator[Step]:
        """Yield everything that happens to the meetings, as dated steps."""
        done: dict[str, Callable[[str, Described], object]] = {
            "item": self._propose,
            "move": self._move,
            "answer": self._answer,
            "come": self._record_presence,
            "take_up": self._take_up,
            "note": self._write_note,
            "decide": self._decide,
            "minutes": self._make_minutes,
            "move_minutes": self._move_minutes,
            "sign": self._sign,
        }
        for described in read_demo_file("meetings"):
            yield self._step(described["planned"], partial(self._plan, described))
            for one in described["steps"]:
                yield self._step(one, partial(done[one["do"]], described["key"], one))

    def _step(self, described: Described, act: Callable[[], object]) -> Step:
        return Step(self.community.calendar.moment(described["at"]), act)

    def _plan(self, described: Described) -> None:
        moment = self.community.calendar.moment
        self.meetings[described["key"]] = plan_meeting(
            actor=self.community.actor(described["planned"]["by"]),
            group_id=self.community.groups[described["group"]].pk,
            starts_at=moment(described["starts"]),
            ends_at=moment(described["ends"]),
            place=described["place"],
            **self.community.texts(described, "title"),
        )

    def _move(self, key: str, described: Described) -> Meeting:
        version = Meeting.objects.get(pk=self.meetings[key].pk).version
        number = described.get("number")
        return move_meeting(
            **self._who(key, described), to=described["to"], expected_version=version, number=number
        )

    def _propose(self, key: str, described: Described) -> None:
        thread, decision, action = (described.get(name) for name in ("thread", "decision", "action"))
        self.items[key, described["key"]] = propose_item(
            **self._who(key, described),
            title=self.community.calendar.text(described["title"]),
            kind=AgendaKind(described["kind"]),
            minutes=described.get("minutes"),
            thread_id=self.dialogues.threads[thread].pk if thread else None,
            question_id=self._find_question(described),
            decision_id=self.decisions.decisions[decision].pk if decision else None,
            action_id=self.works.items[action].pk if action else None,
        )

    def _find_question(self, described: Described) -> UUID | None:
        if "question" not in described:
            return None
        thread = self.dialogues.threads[described["thread"]]
        return Question.objects.get(thread=thread, text=described["question"]).pk

    def _answer(self, key: str, described: Described) -> None:
        for person in described["by"]:
            answer_invitation(**self._who(key, {"by": person}), answer=AttendanceAnswer(described["answer"]))

    def _record_presence(self, key: str, described: Described) -> None:
        for person in described["people"]:
            record_presence(
                **self._who(key, described),
                membership_id=self._get_seat(key, person).pk,
                is_present=True,
                way=CheckInWay(described["way"]),
            )

    def _take_up(self, key: str, described: Described) -> Meeting:
        return set_current_item(**self._who(key, described), item_id=self.items[key, described["item"]].pk)

    def _write_note(self, key: str, described: Described) -> None:
        speaker = described.get("speaker")
        write_note(
            **self._who(key, described),
            item_id=self.items[key, described["item"]].pk,
            kind=NoteKind(described["kind"]),
            text=self.community.calendar.text(described["text"]),
            client_id=uuid7(),
            speaker_id=self._get_seat(key, speaker).pk if speaker else None,
        )

    def _decide(self, key: str, described: Described) -> Meeting:
        """Open a decision at its item, or count it there."""
        decision, closes = self.decisions.get_present(described["decision"]), described.get("closes")
        return move_decision(
            **self._who(key, described),
            item_id=self.items[key, described["item"]].pk,
            decision_id=decision.pk,
            to=described["to"],
            expected_version=decision.version,
            closes_at=None if closes is None else self.community.calendar.moment(closes),
        )

    def _make_minutes(self, key: str, described: Described) -> Minutes:
        return make_minutes(**self._who(key, described), number=described["number"])

    def _move_minutes(self, key: str, described: Described) -> Minutes:
        return move_minutes(**self._now(key, described), to=described["to"])

    def _sign(self, key: str, described: Described) -> Minutes:
        return sign_minutes(**self._now(key, described), role=described["role"], way=SignatureWay.PROOF)

    def _get_seat(self, key: str, person: str) -> Membership:
        return Membership.objects.get(
            group=self.meetings[key].group_id, mandate=self.community.mandates[person].pk
        )

    def _who(self, key: str, described: Described) -> Described:
        return {"actor": self.community.actor(described["by"]), "meeting_id": self.meetings[key].pk}

    def _now(self, key: str, described: Described) -> Described:
        """Return who acts on the minutes of a meeting, in their present version."""
        minutes = Minutes.objects.get(meeting=self.meetings[key].pk)
        actor = self.community.actor(described["by"])
        return {"actor": actor, "minutes_id": minutes.pk, "expected_version": minutes.version}
