"""Presenters of memberships."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import cast, get_args

from groups.common import schemas as common_schemas
from groups.common.presenters import show_organisation, show_person
from groups.initiative_groups.selectors import Member
from groups.mandates.policies import MandatePolicy
from viche.kernel.actor import Actor
from viche.kernel.text import bilingual_of


def show_membership_facts(member: Member) -> common_schemas.MembershipFacts:
    row, mandate = member.membership, member.membership.mandate
    return {
        "id": row.id,
        "role": cast("common_schemas.RoleName", row.role),
        "since": row.since,
        "until": row.until,
        "person": show_person(mandate.person),
        "organisation": show_organisation(mandate.organisation),
        "position": bilingual_of(mandate, "position"),
        "mandate_id": mandate.id,
        "starts_on": mandate.starts_on,
        "ends_on": mandate.ends_on,
        "deputy": show_person(member.deputy) if member.deputy else None,
        "version": row.version,
    }


def show_memberships(
    rows: Sequence[Member], allowed: Collection[str], actor: Actor
) -> list[common_schemas.MembershipOut]:
    """Return seats of one group as one reader sees them.

    `allowed` lists the reader's actions there.
    """
    open_here = [one for one in get_args(common_schemas.SeatActionName) if one in allowed]
    open_there = MandatePolicy().allowed_in(actor, [row.membership.mandate for row in rows])
    return [
        {**show_membership_facts(row), "allowed": open_here, "mandate_allowed": steps}
        for row, steps in zip(rows, open_there, strict=True)
    ]
