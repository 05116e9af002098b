"""Public controls of the demo community: their papers, protocols, findings, reports and replies."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from programmes.kit.editions.services import make_edition
from programmes.kit.evidence.services import Subject, add_evidence
from programmes.kit.findings.services import rate_finding, record_finding
from programmes.kit.forms.services import answer_question, complete_form, start_form
from programmes.kit.interests.services import decide_tie, declare_interests
from programmes.kit.participants.services import name_participant
from programmes.kit.sign_offs.services import ask_sign_off, decide_sign_off
from programmes.kit.transitions.services import take_transition
from programmes.models import Dossier, DossierEvidence, Edition, Finding, FormSubmission, Participant, SignOff
from programmes.public_control.models import Mechanism, ReplyKind
from programmes.public_control.services import begin_control, edit_control, send_reply
from tasks.models import EvidenceKind
from viche.config.demo.community import Community, read_demo_file
from viche.config.demo.dossiers import Dossiers
from viche.config.demo.steps import Step

Described = dict[str, Any]


@dataclass(slots=True)
class Controls:
    """Public controls by their keys in the demo file, and what else their steps refer to."""

    community: Community
    dossiers: Dossiers
    participants: dict[tuple[str, str], Participant] = field(default_factory=dict)
    forms: dict[str, FormSubmission] = field(default_factory=dict)
    editions: dict[str, Edition] = field(default_factory=dict)

    def steps(self) -> Iterator[Step]:
        """Yield everything that happens to the controls, as dated steps."""
        done: dict[str, Callable[[str, Described], object]] = {
            "letter": self._add_letter,
            "step": self._take,
            "interests": self._declare,
            "tie": self._decide,
            "form": self._start_form,
            "answer": self._answer,
            "completed": self._complete,
            "finding": self._record_finding,
            "edition": self._freeze,
            "sign_off": self._ask_sign_off,
            "signed_off": self._sign_off,
            "reply": self._reply,
        }
        for described in read_demo_file("controls"):
            key = described["key"]
            yield self._step(described["begun"], partial(self._begin, key, described))
            for one in described["steps"]:
                yield self._step(one, partial(done[one["do"]], key, one))
            yield from self.dossiers.list_recommendation_steps(described)

    def _step(self, described: Described, act: Callable[[], object]) -> Step:
        return Step(self.community.calendar.moment(described["at"]), act)

    def _begin(self, key: str, described: Described) -> None:
        begun, calendar, by = described["begun"], self.community.calendar, self.community
        dossier = begin_control(
            actor=by.actor(begun["by"]),
            group_id=by.groups[described["group"]].pk,
            mechanism=Mechanism.VISIT,
            announced=described["announced"],
            planned_on=calendar.day(described["planned"]),
            place=described["place"],
            authority_id=by.organisations[described["authority"]].pk,
            complaint=described.get("complaint", ""),
            **by.texts(described, "title"),
        )
        self.dossiers.dossiers[key] = dossier
        for one in described["participants"]:
            self._name(key, begun["by"], one)

    def _name(self, key: str, by: str, named: Described) -> None:
        dossier = self._dossier(key)
        person, organisation = named.get("person"), named.get("organisation")
        before = set(dossier.participants.values_list("pk", flat=True))
        name_participant(
            actor=self.community.actor(by),
            dossier_id=dossier.pk,
            role=named["role"],
            mandate_id=None if person is None else self.community.mandates[person].pk,
            organisation_id=None if organisation is None else self.community.organisations[organisation].pk,
            expected_version=dossier.version,
        )
        self.participants[key, str(person or organisation)] = dossier.participants.exclude(
            pk__in=before
        ).get()

    def _add_letter(self, key: str, described: Described) -> None:
        piece = self._prove(key, described)
        edit_control(
            actor=self.community.actor(described["by"]),
            dossier_id=piece.dossier_id,
            expected_version=self._dossier(key).version,
            changes={"mandate_letter_id": piece.pk},
        )

    def _take(self, key: str, described: Described) -> Dossier:
        return take_transition(**self._now(key, described), to=described["to"])

    def _declare(self, key: str, described: Described) -> Dossier:
        words = self.community.calendar.text(described.get("tie", ""))
        return declare_interests(
            **self._now(key, described),
            participant_id=self.participants[key, described["by"]].pk,
            has_tie=bool(words),
            words=words,
        )

    def _decide(self, key: str, described: Described) -> Dossier:
        return decide_tie(
            **self._now(key, described),
            participant_id=self.participants[key, described["of"]].pk,
            outcome=described["outcome"],
            reason=described["reason"],
        )

    def _start_form(self, key: str, described: Described) -> None:
        self.forms[key] = start_form(**self._who(key, described), name=described["name"])

    def _answer(self, key: str, described: Described) -> None:
        answer = answer_question(
            **self._who(key, described),
            submission_id=self.forms[key].pk,
            question=described["question"],
            value=described.get("value"),
            note=described.get("note", ""),
            expected_version=0,
        )
        if evidence := described.get("evidence"):
            self._prove(key, {**described, **evidence}, Subject("answer", answer.pk))

    def _complete(self, key: str, described: Described) -> FormSubmission:
        return complete_form(**self._who(key, described), submission_id=self.forms[key].pk)

    def _record_finding(self, key: str, described: Described) -> None:
        finding = record_finding(
            **self._who(key, described),
            **self.community.texts(described, "title", "text"),
            may_be_published=described["published"],
        )
        self._prove(key, {**described, **described["evidence"]}, Subject("finding", finding.pk))
        rate_finding(
            **self._who(key, described),
            finding_id=finding.pk,
            expected_version=Finding.objects.get(pk=finding.pk).version,
            likelihood=described["likelihood"],
            impact=described["impact"],
        )

    def _freeze(self, key: str, described: Described) -> None:
        self.editions[key] = make_edition(**self._who(key, described))

    def _ask_sign_off(self, key: str, described: Described) -> Dossier:
        reviewer = self.participants[key, described["of"]]
        return ask_sign_off(**self._now(key, described), participant_id=reviewer.pk)

    def _sign_off(self, key: str, described: Described) -> Dossier:
        asked = SignOff.objects.get(edition=self.editions[key])
        return decide_sign_off(**self._now(key, described), sign_off_id=asked.pk, outcome="given")

    def _reply(self, key: str, described: Described) -> Dossier:
        text = self.community.calendar.text(described["text"])
        return send_reply(**self._now(key, described), kind=ReplyKind.ANSWERED, text=text)

    def _prove(self, key: str, described: Described, subject: Subject | None = None) -> DossierEvidence:
        write = self.community.calendar.text
        return add_evidence(
            **self._who(key, described),
            subject=subject,
            kind=EvidenceKind.INDICATOR,
            title=write(described["title"]),
            note=write(described["note"]),
        )

    def _dossier(self, key: str) -> Dossier:
        return Dossier.objects.get(pk=self.dossiers.dossiers[key].pk)

    def _who(self, key: str, described: Described) -> Described:
        return {
            "actor": self.community.actor(described["by"]),
            "dossier_id": self.dossiers.dossiers[key].pk,
        }

    def _now(self, key: str, described: Described) -> Described:
        """Return who acts in which dossier, in its present version."""
        return {**self._who(key, described), "expected_version": self._dossier(key).version}
