"""Dossiers as targets of links from other objects; unreadable dossiers are left out."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from programmes.kit.dossiers.access import SCOPE
from programmes.kit.dossiers.access_log import KIND, list_reads
from programmes.kit.dossiers.policies import DossierPolicy
from viche.kernel.actor import Actor
from viche.kernel.object_links import LinkView, register_linkable
from viche.kernel.text import bilingual_of


def describe_dossiers(actor: Actor, ids: Sequence[UUID]) -> dict[UUID, LinkView]:
    """Return the readable dossiers with title, number, state and the organisation that leads them."""
    dossiers = DossierPolicy().visible_to(actor).filter(pk__in=ids)
    return {
        one.pk: LinkView(
            title=bilingual_of(one, "title"),
            url=f"/dossiers/{one.pk}",
            state=one.state,
            at=one.begun_at,
            owner=bilingual_of(one.lead.organisation, "short_name"),
            number=one.number,
            reads=tuple(list_reads(one)),
        )
        for one in dossiers.select_related("lead__organisation")
    }


register_linkable(KIND, describe_dossiers, _("Dossier"), SCOPE)
