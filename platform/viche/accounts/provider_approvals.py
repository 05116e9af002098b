"""Two-person approvals of new identity providers and of their new domains."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from viche.accounts.approvals.kinds import register_approval_kind
from viche.accounts.approvals.models import Approval
from viche.accounts.models import IdentityProvider
from viche.accounts.selectors import filter_before, get_administrator_times
from viche.accounts.services.providers import NEW_DOMAINS, NEW_PROVIDER, add_domains, add_provider
from viche.kernel.actor import Actor
from viche.kernel.text import Text, translate_field, translate_text


def find_deciders(approvals: Sequence[Approval]) -> dict[UUID, set[UUID]]:
    """Return the ids of administrators appointed before each request."""
    administrators = get_administrator_times()
    return {one.pk: filter_before(administrators, one.requested_at) for one in approvals}


def _add_provider(actor: Actor, approval: Approval) -> None:
    add_provider(actor=actor, facts=approval.payload)


def _add_domains(actor: Actor, approval: Approval) -> None:
    facts = approval.payload
    add_domains(actor=actor, provider_id=UUID(facts["provider"]), domains=facts["domains"])


def _describe_providers(approvals: Sequence[Approval]) -> dict[UUID, str]:
    return {one.pk: _describe_provider(one.payload) for one in approvals}


def _describe_provider(facts: Mapping[str, Any]) -> str:
    name = Text(uk=facts["name_uk"], en=facts["name_en"] or facts["name_uk"])
    words = {"name": translate_text(name), "issuer": facts["issuer"]}
    if not facts["domains"]:
        return _("Let people sign in through “%(name)s” (%(issuer)s)") % words
    words["domains"] = ", ".join(facts["domains"])
    return _("Let people sign in through “%(name)s” (%(issuer)s), which vouches for %(domains)s") % words


def _describe_domains(approvals: Sequence[Approval]) -> dict[UUID, str]:
    known = IdentityProvider.objects.in_bulk({UUID(one.payload["provider"]) for one in approvals})
    found = {}
    for one in approvals:
        provider = known.get(UUID(one.payload["provider"]))
        words = {
            "name": translate_field(provider, "name") if provider else "…",
            "domains": ", ".join(one.payload["domains"]),
        }
        found[one.pk] = _("Let “%(name)s” vouch for %(domains)s") % words
    return found


def describe_second_person() -> str:
    """Describe who confirms what takes two administrators, in the active language."""
    return _("another administrator")


register_approval_kind(
    NEW_PROVIDER,
    deciders=find_deciders,
    carry_out=_add_provider,
    describe=_describe_providers,
    second_person=describe_second_person,
)
register_approval_kind(
    NEW_DOMAINS,
    deciders=find_deciders,
    carry_out=_add_domains,
    describe=_describe_domains,
    second_person=describe_second_person,
)
