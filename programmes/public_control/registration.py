"""The programme of public control, as the kit knows it."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from programmes.kit.evidence.subjects import register_cited_evidence
from programmes.kit.participants.services import LASTING
from programmes.kit.registry import DossierRole, FormUse, Programme, register_programme
from programmes.public_control.evidence import find_cited
from programmes.public_control.guards import (
    check_mandate_letter,
    check_team_declared,
    is_the_authority,
    is_visit,
)
from programmes.public_control.lifecycle import KIND, PUBLIC_CONTROL, ROLES
from programmes.public_control.policies import PublicControlPolicy
from programmes.public_control.report import build_report

register_programme(
    Programme(
        kind=KIND,
        noun=_("Public control"),
        path="controls",
        lifecycle=PUBLIC_CONTROL,
        policy=PublicControlPolicy,
        begun_by=frozenset({DossierRole.FACILITATOR, DossierRole.SPEAKER}),
        roles=ROLES,
        report=build_report,
        forms=(
            FormUse(
                "visit",
                _("Protocol of a visit"),
                is_visit,
                guards=(check_team_declared, check_mandate_letter),
            ),
        ),
        own_begin=True,
        inspects=True,
    )
)
register_cited_evidence(find_cited)
LASTING.append(is_the_authority)
