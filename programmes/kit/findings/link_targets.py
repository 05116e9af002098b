"""Findings as targets of links from other objects; unreadable findings are left out."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from programmes.kit.dossiers.access import SCOPE
from programmes.kit.dossiers.access_log import list_reads
from programmes.kit.findings.selectors import list_readable_findings
from programmes.kit.findings.services import KIND
from viche.kernel.actor import Actor
from viche.kernel.object_links import LinkView, register_linkable
from viche.kernel.text import bilingual_of


def describe_findings(actor: Actor, ids: Sequence[UUID]) -> dict[UUID, LinkView]:
    """Return the readable findings."""
    findings = list_readable_findings(actor).filter(pk__in=ids)
    return {
        one.pk: LinkView(
            title=bilingual_of(one, "title"),
            url=f"/dossiers/{one.dossier_id}",
            state="draft" if one.is_draft else "",
            at=one.recorded_at,
            number=one.number,
            reads=tuple(list_reads(one.dossier)),
        )
        for one in findings.select_related("dossier")
    }


register_linkable(KIND, describe_findings, _("Finding"), SCOPE)
