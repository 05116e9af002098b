"""Action items of the demo community, with steps, evidence and reminders, each at its moment."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial
from typing import Any

from django.core.files.base import ContentFile

from tasks.checklists.services import set_checklist, tick_line
from tasks.dependencies.services import add_blocker
from tasks.evidence.services import add_evidence
from tasks.external_assignees.link_services import make_action_link, note_link_used
from tasks.external_assignees.services import add_outside_body
from tasks.lifecycle.services.create import make_action_item
from tasks.lifecycle.services.progress import report_progress
from tasks.lifecycle.services.transition import transition_action_item
from tasks.lifecycle.services.unproved import UnprovedCriterion
from tasks.lifecycle.services.watch import watch_item
from tasks.models import ActionItem, ActionLink, Audience, Criterion, EvidenceKind, Priority, ReminderAudience
from tasks.promises.services import PublicWords, publish_promise
from tasks.reminders.services import set_reminder
from viche.config.demo.attachments import build_attachment
from viche.config.demo.community import LOADER, Community, place_of, read_demo_file
from viche.config.demo.decisions import Decisions
from viche.config.demo.dialogues import Dialogues
from viche.config.demo.steps import Step
from viche.files.services.uploads import upload_file
from viche.kernel.actor import Actor


@dataclass(slots=True)
class Works:
    """Action items by their numbers in the demo file."""

    community: Community
    dialogues: Dialogues
    decisions: Decisions
    items: dict[int, ActionItem] = field(default_factory=dict)
    links: dict[int, ActionLink] = field(default_factory=dict)

    def steps(self) -> Iterator[Step]:
        """Yield everything that happens to the action items, as dated steps."""
        for described in read_demo_file("actions"):
            yield Step(self._at(described["proposed"]["at"]), partial(self._make, described))
            for evidence in described.get("evidence", ()):
                yield Step(self._at(evidence["at"]), partial(self._prove, described["number"], evidence))
            yield from self._checklist(described)
            for watcher in described.get("watchers", ()):
                yield Step(self._at(watcher["at"]), partial(self._watch, described["number"], watcher["by"]))
            for wait in described.get("waits_for", ()):
                yield Step(self._at(wait["at"]), partial(self._wait, described["number"], wait))
            if promise := described.get("promise"):
                yield Step(self._at(promise["at"]), partial(self._publish, described["number"], promise))
            yield from self._without_account(described)
            for step in described.get("steps", ()):
                yield Step(self._at(step["at"]), partial(self._move, described["number"], step))

    def _without_account(self, described: dict[str, Any]) -> Iterator[Step]:
        """Yield the link and the reports of an owner without an account, who answers by that link."""
        if link := described.get("link"):
            yield Step(self._at(link["at"]), partial(self._link, described["number"], link))
        for report in described.get("reports", ()):
            yield Step(self._at(report["at"]), partial(self._report, described["number"], report))

    def set_reminders(self) -> None:
        """Set the reminders that are still due."""
        for described in read_demo_file("actions"):
            for reminder in described.get("reminders", ()):
                set_reminder(
                    actor=self.community.actor(described["proposed"]["by"]),
                    action_id=self.items[described["number"]].pk,
                    due_at=self._at(reminder["at"]),
                    audience=ReminderAudience(reminder["audience"]),
                )

    def _who(self, number: int, described: dict[str, Any]) -> Actor:
        """Return the actor: a person, or a user of the item's link, whose use is recorded."""
        if not described.get("by_link"):
            return self.community.actor(described["by"])
        link = self.links[number]
        note_link_used(actor=LOADER, link_id=link.pk)
        return Actor.for_link(link.pk)

    def _link(self, number: int, described: dict[str, Any]) -> None:
        self.links[number], _secret = make_action_link(
            actor=self.community.actor(described["by"]),
            action_id=self.items[number].pk,
            until=self.community.calendar.day(described["until"]),
        )

    def _report(self, number: int, described: dict[str, Any]) -> None:
        text = self.community.calendar.text(described["text"])
        report_progress(actor=self._who(number, described), action_id=self.items[number].pk, text=text)

    def _at(self, at: str) -> datetime:
        return self.community.calendar.moment(at)

    def _make(self, described: dict[str, Any]) -> None:
        community, source = self.community, described.get("source")
        decision = described.get("decision")
        verifier, audience = described.get("verifier"), Audience(described["audience"])
        number = (community.calendar.day(0).year, described["number"])
        self.items[described["number"]] = make_action_item(
            actor=community.actor(described["proposed"]["by"]),
            group_id=community.groups[described["group"]].pk,
            # items of other audiences have a numbering of their own
            number=number if audience == Audience.GROUP else None,
            description=community.calendar.text(described["description"]),
            due_on=community.calendar.day(described["due"]),
            **self._owner(described),
            verifier_organisation_id=community.organisations[verifier].pk if verifier else None,
            priority=Priority(described["priority"]),
            criteria=[community.calendar.text(criterion) for criterion in described["criteria"]],
            audience=audience,
            thread_id=self.dialogues.threads[source["thread"]].pk if source else None,
            message_id=self.dialogues.messages[source["thread"], source["message"]].pk if source else None,
            decision_id=self.decisions.decisions[decision].pk if decision else None,
            **community.texts(described, "title"),
            **self._details(described),
        )

    def _owner(self, described: dict[str, Any]) -> dict[str, Any]:
        """Return the owner: an organisation with its person, or a body that the proposer registers."""
        community, owner = self.community, described["owner"]
        if "outside" not in owner:
            organisation, mandate = community.organisations[owner["organisation"]], owner["person"]
            return {
                "owner_organisation_id": organisation.pk,
                "owner_id": community.mandates[mandate].pk,
            }
        body = add_outside_body(
            actor=community.actor(described["proposed"]["by"]),
            group_id=community.groups[described["group"]].pk,
            **owner["outside"],
        )
        return {"outside_body_id": body.pk}

    def _details(self, described: dict[str, Any]) -> dict[str, Any]:
        said = described.get("details", {})
        return {**said, "place": place_of(said)} if "place" in said else said

    def _checklist(self, described: dict[str, Any]) -> Iterator[Step]:
        """Yield the creation of the checklist and the ticks of its lines."""
        number, written = described["number"], described.get("checklist")
        if written is None:
            return
        yield Step(self._at(written["at"]), partial(self._write, number, written))
        for place, line in enumerate(written["lines"], start=1):
            if done := line.get("done"):
                yield Step(self._at(done["at"]), partial(self._tick, number, place, done["by"]))

    def _watch(self, number: int, by: str) -> None:
        watch_item(actor=self.community.actor(by), action_id=self.items[number].pk, watching=True)

    def _wait(self, number: int, described: dict[str, Any]) -> None:
        add_blocker(
            actor=self.community.actor(described["by"]),
            action_id=self.items[number].pk,
            blocker_id=self.items[described["number"]].pk,
        )

    def _write(self, number: int, written: dict[str, Any]) -> None:
        item = ActionItem.objects.get(pk=self.items[number].pk)
        set_checklist(
            actor=self.community.actor(written["by"]),
            action_id=item.pk,
            expected_version=item.version,
            lines=[{"text": line["text"]} for line in written["lines"]],
        )

    def _tick(self, number: int, place: int, by: str) -> None:
        line = self.items[number].checklist.get(position=place)
        actor = self.community.actor(by)
        tick_line(actor=actor, action_id=line.action_id, line_id=line.pk, done=True)

    def _publish(self, number: int, described: dict[str, Any]) -> None:
        """Publish the item in a group with a public page, with the public wording of the file."""
        community, item = self.community, ActionItem.objects.get(pk=self.items[number].pk)
        words = community.texts(described, "asked", "answer", "place")
        publish_promise(
            actor=community.actor(described["by"]),
            action_id=item.pk,
            expected_version=item.version,
            words=PublicWords(
                named=[community.organisations[key].pk for key in described.get("named", ())],
                **{name.removesuffix("_uk"): text for name, text in words.items()},
            ),
        )

    def _prove(self, number: int, described: dict[str, Any]) -> None:
        actor, write = self._who(number, described), self.community.calendar.text
        file_id = None
        if "file" in described:
            name, content = build_attachment(described["file"], write)
            file_id = upload_file(actor=actor, content=ContentFile(content, name)).pk
        add_evidence(
            actor=actor,
            action_id=self.items[number].pk,
            kind=EvidenceKind(described["kind"]),
            title=write(described["title"]),
            note=write(described.get("note", "")),
            file_id=file_id,
            url=described.get("url", ""),
            criterion_id=self._criterion(number, described.get("criterion")),
        )

    def _criterion(self, number: int, position: int | None) -> Any:
        if position is None:
            return None
        criteria = Criterion.objects.filter(action=self.items[number]).order_by("position")
        return criteria[position - 1].pk

    def _move(self, number: int, step: dict[str, Any]) -> None:
        item, write = ActionItem.objects.get(pk=self.items[number].pk), self.community.calendar.text
        unproved = step.get("unproved", {}).items()
        transition_action_item(
            actor=self._who(number, step),
            action_id=item.pk,
            to=step["to"],
            logged=step.get("logged", False),
            expected_version=item.version,
            reason=write(step.get("reason", "")),
            unproved=[UnprovedCriterion(self._criterion(number, one), write(why)) for one, why in unproved],
        )
