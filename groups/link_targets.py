"""How groups appear where other objects link to them. Groups hidden from the reader are absent."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from groups.initiative_groups.policies import GroupPolicy
from viche.kernel.actor import Actor
from viche.kernel.object_links import LinkView, register_linkable
from viche.kernel.text import bilingual_of


def describe_groups(actor: Actor, ids: Sequence[UUID]) -> dict[UUID, LinkView]:
    """Return link views of the groups that `actor` may see."""
    return {
        group.pk: LinkView(title=bilingual_of(group, "name"), url=f"/groups/{group.pk}", state=group.state)
        for group in GroupPolicy().visible_to(actor).filter(pk__in=ids)
    }


register_linkable("group", describe_groups, _("Group"), "groups:read")
