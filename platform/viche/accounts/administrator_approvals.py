"""Two-person approval of new administrators."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from django.conf import settings
from django.utils.translation import gettext as _

from viche.accounts.approvals.kinds import register_approval_kind
from viche.accounts.approvals.models import Approval
from viche.accounts.models import User
from viche.accounts.provider_approvals import describe_second_person, find_deciders
from viche.accounts.services.administrators import NEW_ADMINISTRATOR, make_administrator
from viche.kernel.actor import Actor
from viche.kernel.text import format_short_day, translate_field


def find_other_deciders(approvals: Sequence[Approval]) -> dict[UUID, set[UUID]]:
    """Return the ids of administrators appointed before each request, without the person concerned."""
    found = find_deciders(approvals)
    return {one.pk: found[one.pk] - {UUID(one.payload["person"])} for one in approvals}


def describe_account(person: User) -> str:
    """Return name, address and age of an account: whoever asks for its role may have chosen the name."""
    words = {
        "name": translate_field(person, "name"),
        "email": person.email,
        "day": format_short_day(person.created_at, settings.TIME_ZONE),
    }
    return _("%(name)s (%(email)s, account since %(day)s)") % words


def _carry_out(actor: Actor, approval: Approval) -> None:
    facts = approval.payload
    make_administrator(actor=actor, person_id=UUID(facts["person"]), reason=facts["reason"])


def _describe(approvals: Sequence[Approval]) -> dict[UUID, str]:
    people = User.objects.in_bulk({UUID(one.payload["person"]) for one in approvals})
    text = _("%(person)s would administer the system. Reason: %(reason)s")
    return {
        one.pk: text
        % {"person": describe_account(people[UUID(one.payload["person"])]), "reason": one.payload["reason"]}
        for one in approvals
    }


register_approval_kind(
    NEW_ADMINISTRATOR,
    deciders=find_other_deciders,
    carry_out=_carry_out,
    describe=_describe,
    second_person=describe_second_person,
)
