"""Registers dossiers: what members of a group may begin, what passes on with a post, and what links show."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from groups.common.hooks import register_group_step, register_handover_item
from groups.models import GroupState, Mandate
from groups.policies import FACILITATE, SPEAK
from programmes.kit.dossiers.access import SCOPE, SHARED_Q
from programmes.kit.dossiers.access_log import KIND, list_reads
from programmes.kit.dossiers.models import Dossier
from programmes.kit.dossiers.policies import DossierPolicy, GroupProgrammesPolicy, ProgrammesAction
from programmes.kit.dossiers.services import take_over_dossiers
from viche.kernel.actor import Actor
from viche.kernel.lifecycle import Phase
from viche.kernel.object_links import LinkView, register_linkable
from viche.kernel.text import bilingual_of


def _count_led_dossiers(mandate: Mandate, group_ids: Collection[UUID]) -> int:
    led = Dossier.objects.filter(SHARED_Q, lead=mandate, group__in=group_ids)
    return led.exclude(phase=Phase.CLOSED).count()


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


register_handover_item("led_dossiers", count=_count_led_dossiers, take_over=take_over_dossiers)
register_group_step(
    ProgrammesAction.BEGIN,
    scope=GroupProgrammesPolicy().scope_of(ProgrammesAction.BEGIN),
    codenames={FACILITATE, SPEAK},
    states={GroupState.ACTIVE},
)
register_linkable(KIND, describe_dossiers, _("Dossier"), SCOPE)
