"""Presenters of memberships."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import cast

from groups.common import schemas as common_schemas
from groups.common.presenters import organisation, person
from groups.initiative_groups.selectors import Member
from groups.mandates.policies import MandatePolicy
from viche.kernel.actor import Actor
from viche.kernel.text import both


def membership_facts(member: Member) -> common_schemas.MembershipFacts:
    row, mandate = member.membership, member.membership.mandate
    return {
        "id": row.id,
        "role": cast("common_schemas.RoleName", row.role),
        "since": row.since,
        "until": row.until,
        "person": person(mandate.person),
        "organisation": organisation(mandate.organisation),
        "position": both(mandate, "position"),
        "mandate_id": mandate.id,
        "starts_on": mandate.starts_on,
        "ends_on": mandate.ends_on,
        "deputy": person(member.deputy) if member.deputy else None,
        "version": row.version,
    }


def memberships(
    rows: Sequence[Member], allowed: Collection[str], actor: Actor
) -> list[common_schemas.MembershipOut]:
    """Seats of one group as one reader sees them; `allowed` is what the reader may do in that group."""
    open_here = [one for one in ("change_role", "end_membership") if one in allowed]
    open_there = MandatePolicy().allowed_in(actor, [row.membership.mandate for row in rows])
    return [
        {**membership_facts(row), "allowed": open_here, "mandate_allowed": steps}
        for row, steps in zip(rows, open_there, strict=True)
    ]
