"""Decisions of the demo community: the rules of its groups, answers, ballots of paper, and outcomes."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from django.core.files.base import ContentFile

from dialogue.charters.services import set_charter
from dialogue.decisions.services.closing import transition_decision
from dialogue.decisions.services.drafts import propose_in_thread
from dialogue.decisions.services.outcome import write_outcome
from dialogue.decisions.services.paper import attach_scan, enter_paper_count
from dialogue.decisions.services.record import answer_objection
from dialogue.decisions.services.votes import cast_vote
from dialogue.messages.files import load_new_attachment
from dialogue.models import Answer, Decision, Voter
from viche.config.demo.attachments import build_attachment
from viche.config.demo.community import Community, read_demo_file
from viche.config.demo.dialogues import Dialogues
from viche.config.demo.steps import Step
from viche.files.services.uploads import upload_file

Described = dict[str, Any]
RULES = ("present_sectors", "asked_sectors", "paper_binds")
REASONS = ("harm", "condition", "reason")


@dataclass(slots=True)
class Decisions:
    """Decisions by their keys in the demo file."""

    community: Community
    dialogues: Dialogues
    decisions: dict[str, Decision] = field(default_factory=dict)

    def steps(self) -> Iterator[Step]:
        """Yield the rules of the groups, and everything that happens to the decisions, as dated steps."""
        done: dict[str, Callable[[str, Described], object]] = {
            "move": self._move,
            "vote": self._vote,
            "reply": self._reply,
            "count": self._count,
            "scan": self._scan,
            "outcome": self._write_outcome,
        }
        for group in read_demo_file("groups"):
            if rules := group.get("rules"):
                yield self._step(rules, partial(self._set_rules, group["key"], rules))
        for described in read_demo_file("decisions"):
            yield self._step(described["proposed"], partial(self._propose, described))
            for one in described["steps"]:
                yield self._step(one, partial(done[one["do"]], described["key"], one))

    def get_present(self, key: str) -> Decision:
        """Return a decision in its present version."""
        return Decision.objects.get(pk=self.decisions[key].pk)

    def _step(self, described: Described, act: Callable[[], object]) -> Step:
        return Step(self.community.calendar.moment(described["at"]), act)

    def _set_rules(self, group: str, described: Described) -> None:
        set_charter(
            actor=self.community.actor(described["by"]),
            group_id=self.community.groups[group].pk,
            rules={"present_sectors": [], "asked_sectors": []}
            | {name: described[name] for name in RULES if name in described},
        )

    def _propose(self, described: Described) -> None:
        thread, proposed = described["thread"], described["proposed"]
        source = ("thread", self.dialogues.threads[thread].pk)
        if "message" in proposed:
            source = ("message", self.dialogues.messages[thread, proposed["message"]].pk)
        facts = {
            "text": self.community.calendar.text(described["text"]),
            "options": described.get("options", ()),
            "source": {"kind": source[0], "id": source[1]},
            **described["rule"],
            **self.community.texts(described, "title"),
        }
        self.decisions[described["key"]] = propose_in_thread(
            actor=self.community.actor(proposed["by"]),
            thread_id=self.dialogues.threads[thread].pk,
            facts=facts,
        )

    def _move(self, key: str, described: Described) -> Decision:
        closes = described.get("closes")
        return transition_decision(
            **self._who(key, described),
            to=described["to"],
            expected_version=self.get_present(key).version,
            closes_at=None if closes is None else self.community.calendar.moment(closes),
        )

    def _vote(self, key: str, described: Described) -> None:
        write = self.community.calendar.text
        said: Described = {name: write(described[name]) for name in REASONS if name in described}
        for person in described["by"]:
            cast_vote(
                **self._who(key, {"by": person}),
                voter_id=self._get_voter(key, person).pk,
                answer=described["answer"],
                **said,
            )

    def _reply(self, key: str, described: Described) -> Decision:
        voter = self._get_voter(key, described["to"])
        text = self.community.calendar.text(described["text"])
        return answer_objection(**self._who(key, described), voter_id=voter.pk, text=text)

    def _count(self, key: str, described: Described) -> Decision:
        """Enter how many ballots there are of each ranking, such as ABC, of the options in their order."""
        options = dict(zip("ABCDE", self.decisions[key].options.order_by("position"), strict=True))
        batches = [
            {"answer": Answer.CHOOSE, "ranking": [options[one].pk for one in ranking], "number": number}
            for ranking, number in described["ballots"].items()
        ]
        return enter_paper_count(**self._who(key, described), entry=described["entry"], batches=batches)

    def _scan(self, key: str, described: Described) -> Decision:
        actor = self.community.actor(described["by"])
        name, content = build_attachment(described["file"], self.community.calendar.text)
        file = upload_file(actor=actor, content=ContentFile(content, name))
        return attach_scan(**self._who(key, described), scan=load_new_attachment(actor, file.pk))

    def _write_outcome(self, key: str, described: Described) -> Decision:
        return write_outcome(
            **self._who(key, described),
            **self.community.texts(described, "text"),
            review_on=self.community.calendar.day(described["review"]),
        )

    def _get_voter(self, key: str, person: str) -> Voter:
        return Voter.objects.get(decision=self.decisions[key].pk, mandate=self.community.mandates[person].pk)

    def _who(self, key: str, described: Described) -> Described:
        return {
            "actor": self.community.actor(described["by"]),
            "decision_id": self.decisions[key].pk,
        }
