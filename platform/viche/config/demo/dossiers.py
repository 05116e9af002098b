"""Dossiers of the demo community: what they recommend, what was answered, and how far it is done."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial
from typing import Any

from programmes.kit.dossiers.services import begin_dossier
from programmes.kit.evidence.services import Subject, add_evidence
from programmes.models import Dossier, Recommendation
from programmes.recommendations.services.actions import link_action
from programmes.recommendations.services.draft import make_recommendation
from programmes.recommendations.services.issue import issue_recommendation
from programmes.recommendations.services.transition import move_recommendation
from tasks.models import EvidenceKind
from viche.config.demo.community import Community, read_demo_file
from viche.config.demo.steps import Step
from viche.config.demo.works import Works


@dataclass(slots=True)
class Dossiers:
    """Dossiers and recommendations by their keys in the demo file."""

    community: Community
    works: Works
    dossiers: dict[str, Dossier] = field(default_factory=dict)
    recommendations: dict[str, Recommendation] = field(default_factory=dict)

    def steps(self) -> Iterator[Step]:
        """Yield everything that happens to the dossiers, as dated steps."""
        for described in read_demo_file("dossiers"):
            yield Step(self._at(described["begun"]), partial(self._begin, described))
            yield from self.list_recommendation_steps(described)

    def list_recommendation_steps(self, described: dict[str, Any]) -> Iterator[Step]:
        """Yield what happens to the recommendations of a dossier."""
        for one in described["recommendations"]:
            yield Step(self._at(one["issued"]), partial(self._issue, described["key"], one))
            if actions := one.get("actions"):
                yield Step(self._at(actions), partial(self._link, one["key"], actions))
            for evidence in one.get("evidence", ()):
                yield Step(self._at(evidence), partial(self._prove, one["key"], evidence))
            for step in one.get("steps", ()):
                yield Step(self._at(step), partial(self._move, one["key"], step))

    def _at(self, described: dict[str, Any]) -> datetime:
        return self.community.calendar.moment(described["at"])

    def _begin(self, described: dict[str, Any]) -> None:
        self.dossiers[described["key"]] = begin_dossier(
            actor=self.community.actor(described["begun"]["by"]),
            group_id=self.community.groups[described["group"]].pk,
            kind=described["kind"],
            **self.community.texts(described, "title"),
        )

    def _issue(self, dossier: str, described: dict[str, Any]) -> None:
        actor = self.community.actor(described["issued"]["by"])
        draft = make_recommendation(
            actor=actor,
            dossier_id=self.dossiers[dossier].pk,
            addressee_organisation_id=self.community.organisations[described["addressee"]].pk,
            theme=described["theme"],
            target_groups=described["target_groups"],
            **self.community.texts(described, "title", "text", "cause"),
        )
        self.recommendations[described["key"]] = issue_recommendation(
            actor=actor, recommendation_id=draft.pk, expected_version=draft.version
        )

    def _link(self, key: str, described: dict[str, Any]) -> None:
        for number in described["numbers"]:
            link_action(
                actor=self.community.actor(described["by"]),
                recommendation_id=self.recommendations[key].pk,
                action_id=self.works.items[number].pk,
            )

    def _prove(self, key: str, described: dict[str, Any]) -> None:
        row, write = self.recommendations[key], self.community.calendar.text
        add_evidence(
            actor=self.community.actor(described["by"]),
            dossier_id=row.dossier_id,
            subject=Subject("recommendation", row.pk),
            kind=EvidenceKind(described["kind"]),
            title=write(described["title"]),
            note=write(described["note"]),
        )

    def _move(self, key: str, described: dict[str, Any]) -> None:
        row, calendar = Recommendation.objects.get(pk=self.recommendations[key].pk), self.community.calendar
        agreed = described.get("agreed")
        move_recommendation(
            actor=self.community.actor(described["by"]),
            recommendation_id=row.pk,
            to=described["to"],
            expected_version=row.version,
            reason=calendar.text(described.get("reason", "")),
            agreed_on=None if agreed is None else calendar.day(agreed),
        )
