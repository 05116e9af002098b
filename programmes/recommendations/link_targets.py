"""Recommendations as targets of links from other objects; unreadable ones are left out."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from programmes.kit.dossiers.access_log import list_reads
from programmes.recommendations.policies import RecommendationPolicy
from viche.kernel.actor import Actor
from viche.kernel.object_links import LinkView
from viche.kernel.text import bilingual_of


def describe_recommendations(actor: Actor, ids: Sequence[UUID]) -> dict[UUID, LinkView]:
    """Return the readable recommendations with title, answer, addressee and due day."""
    rows = RecommendationPolicy().visible_to(actor).filter(pk__in=ids)
    return {
        row.pk: LinkView(
            title=bilingual_of(row, "title"),
            url=f"/recommendations/{row.pk}",
            state=row.response,
            at=row.issued_at or row.created_at,
            owner=bilingual_of(row.addressed_to, "name"),
            number=row.number,
            due_on=row.due_on,
            reads=tuple(list_reads(row.dossier)),
        )
        for row in rows.select_related("addressee_organisation", "outside_body")
    }
