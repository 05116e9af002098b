"""Conversations of the demo community: threads, messages, support and reading, each at its moment."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import partial
from typing import Any

from dialogue.access_requests.services import ask_for_access
from dialogue.lifecycle.services import create_thread, transition_thread
from dialogue.models import (
    Message,
    Purpose,
    Question,
    QuestionState,
    Round,
    Thread,
    ThreadState,
    ThreadSummary,
    Visibility,
)
from dialogue.posting.editing import edit_message
from dialogue.posting.services import post_message
from dialogue.publishing.services import publish_thread
from dialogue.reactions.services import support_message
from dialogue.reading.services import mark_read
from dialogue.rounds.services import end_round, start_round
from dialogue.summary.services.questions import ask_question, resolve_question
from dialogue.summary.services.statements import collect_statement
from dialogue.summary.services.summaries import write_summary
from viche.config.demo.community import Community, read_demo_file
from viche.config.demo.steps import Step
from viche.kernel.ids import uuid7

A_MOMENT = timedelta(seconds=20)


@dataclass(slots=True)
class Dialogues:
    """Threads and messages by their keys in the demo files."""

    community: Community
    threads: dict[str, Thread] = field(default_factory=dict)
    messages: dict[tuple[str, str], Message] = field(default_factory=dict)

    def steps(self) -> Iterator[Step]:
        """Yield everything that happens in the threads, as dated steps."""
        for described in read_demo_file("threads"):
            yield Step(self._at(described["opened"]), partial(self._open, described))
            for message in described["messages"]:
                moment = self._at(message["at"])
                yield Step(moment, partial(self._post, described, message))
                if "corrected" in message:
                    yield Step(
                        self._at(message["corrected"]), partial(self._correct, described["key"], message)
                    )
                for number, person in enumerate(message.get("supports", ()), start=1):
                    later = moment + number * A_MOMENT
                    yield Step(later, partial(self._support, described["key"], message["key"], person))
            yield from self._steps_around(described)
            for transition in described.get("transitions", ()):
                yield Step(self._at(transition["at"]), partial(self._move, described, transition))

    def _steps_around(self, described: dict[str, Any]) -> Iterator[Step]:
        """Yield publication, rounds, access requests, questions, statements, summaries of a thread."""
        if published := described.get("published"):
            yield Step(self._at(published["at"]), partial(self._publish, described["key"], published))
        for held in described.get("rounds", ()):
            yield Step(self._at(held["at"]), partial(self._hold_round, described["key"], held))
            yield Step(self._at(held["ended"]["at"]), partial(self._end_round, described["key"], held))
        for request in described.get("asks", ()):
            yield Step(self._at(request["at"]), partial(self._ask_for_access, described["key"], request))
        for question in described.get("questions", ()):
            yield Step(self._at(question["at"]), partial(self._ask, described["key"], question))
            if "settled" in question:
                settled = partial(self._settle, described["key"], question)
                yield Step(self._at(question["settled"]["at"]), settled)
        for statement in described.get("statements", ()):
            collected = partial(self._collect, described["key"], statement)
            yield Step(self._at(statement["at"]), collected)
        for summary in described.get("summaries", ()):
            yield Step(self._at(summary["at"]), partial(self._sum_up, described["key"], summary))

    def read_by_everyone(self) -> None:
        """Mark what each person has read: as far as the file says, else everything."""
        for described in read_demo_file("threads"):
            for person in self._readers(described):
                self._mark(described, person)

    def _at(self, at: str) -> datetime:
        return self.community.calendar.moment(at)

    def _open(self, described: dict[str, Any]) -> None:
        community = self.community
        self.threads[described["key"]] = create_thread(
            actor=community.actor(described["opened_by"]),
            group_id=community.groups[described["group"]].pk,
            purpose=Purpose(described["purpose"]),
            visibility=Visibility(described["visibility"]),
            organisation_ids=[community.organisations[key].pk for key in described.get("audience", ())],
            announced=described.get("announced", False),
            closes_on=community.calendar.day(described["closes"]) if "closes" in described else None,
            facilitator_id=community.mandates[described["facilitator"]].pk,
            **community.texts(described, "title"),
        )

    def _publish(self, thread: str, published: dict[str, Any]) -> None:
        row = Thread.objects.get(pk=self.threads[thread].pk)
        publish_thread(
            actor=self.community.actor(published["by"]), thread_id=row.pk, expected_version=row.version
        )

    def _post(self, described: dict[str, Any], message: dict[str, Any]) -> None:
        thread = described["key"]
        parent = self.messages.get((thread, message.get("reply_to", "")))
        author = self.community.actor(message["author"])
        self.messages[thread, message["key"]] = post_message(
            actor=author.with_confirmed(["public"] if "published" in described else ()),
            thread_id=self.threads[thread].pk,
            client_id=uuid7(),
            body=self.community.calendar.text(message.get("at_first", message["body"])),
            reply_to=parent.pk if parent else None,
            on_behalf=message["on_behalf"],
        )

    def _correct(self, thread: str, message: dict[str, Any]) -> None:
        posted = self.messages[thread, message["key"]]
        edit_message(
            actor=self.community.actor(message["author"]),
            message_id=posted.pk,
            body=self.community.calendar.text(message["body"]),
            expected_version=posted.version,
        )

    def _support(self, thread: str, message: str, person: str) -> None:
        support_message(actor=self.community.actor(person), message_id=self.messages[thread, message].pk)

    def _hold_round(self, thread: str, held: dict[str, Any]) -> None:
        start_round(
            actor=self.community.actor(held["by"]),
            thread_id=self.threads[thread].pk,
            question=held["question"],
            ends_at=self._at(held["until"]),
        )

    def _end_round(self, thread: str, held: dict[str, Any]) -> None:
        row = Round.objects.get(thread=self.threads[thread], question=held["question"])
        end_round(
            actor=self.community.actor(held["ended"]["by"]),
            thread_id=row.thread_id,
            round_id=row.pk,
        )

    def _ask_for_access(self, thread: str, request: dict[str, Any]) -> None:
        ask_for_access(
            actor=self.community.actor(request["by"]),
            thread_id=self.threads[thread].pk,
            reason=request["reason"],
        )

    def _ask(self, thread: str, question: dict[str, Any]) -> None:
        ask_question(
            actor=self.community.actor(question["by"]),
            thread_id=self.threads[thread].pk,
            text=question["text"],
        )

    def _settle(self, thread: str, question: dict[str, Any]) -> None:
        asked = Question.objects.get(thread=self.threads[thread], text=question["text"])
        settled = question["settled"]
        resolve_question(
            actor=self.community.actor(settled["by"]),
            question_id=asked.pk,
            to=QuestionState(settled["to"]),
            expected_version=asked.version,
            answered_by=self.messages[thread, settled["message"]].number,
            words=settled["words"],
        )

    def _collect(self, thread: str, statement: dict[str, Any]) -> None:
        collect_statement(
            actor=self.community.actor(statement["by"]),
            thread_id=self.threads[thread].pk,
            text=statement["text"],
            number=self.messages[thread, statement["message"]].number,
        )

    def _sum_up(self, thread: str, summary: dict[str, Any]) -> None:
        known = ThreadSummary.objects.filter(thread=self.threads[thread]).first()
        write_summary(
            actor=self.community.actor(summary["by"]),
            thread_id=self.threads[thread].pk,
            expected_version=known.version if known else 0,
            body=self.community.calendar.text(summary["body"]),
        )

    def _move(self, described: dict[str, Any], transition: dict[str, Any]) -> None:
        thread = Thread.objects.get(pk=self.threads[described["key"]].pk)
        closing = transition["to"] == ThreadState.CLOSED
        transition_thread(
            actor=self.community.actor(transition["by"]),
            thread_id=thread.pk,
            to=ThreadState(transition["to"]),
            expected_version=thread.version,
            reason=transition.get("reason", ""),
            **(self.community.texts(described, "outcome") if closing else {}),
        )

    def _readers(self, described: dict[str, Any]) -> list[str]:
        group = next(one for one in read_demo_file("groups") if one["key"] == described["group"])
        people = {one["key"]: one for one in read_demo_file("people")}
        members = [member["person"] for member in group["members"]]
        audience = described.get("audience")
        if audience is None:
            return members
        return [key for key in members if people[key]["mandate"]["organisation"] in audience]

    def _mark(self, described: dict[str, Any], person: str) -> None:
        messages = described["messages"]
        upto = described.get("read_upto", {}).get(person, messages[-1]["key"])
        if upto is None:
            return
        last = self.messages[described["key"], upto].number
        mark_read(
            actor=self.community.actor(person),
            thread_id=self.threads[described["key"]].pk,
            ranges=[(1, last)],
        )
