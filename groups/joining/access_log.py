"""Access log of requests for a seat and of invitations."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from groups.joining.selectors import find_people_by_email
from viche.kernel.access_log import Read, list_shown, log_access, log_each
from viche.kernel.actor import Actor

REQUEST = "join_request"

INVITATION = "invitation"


record_request_reads = log_each(lambda one: Read(REQUEST, one["id"], one["person"]["id"]))
"""Record that an actor is shown who requested a seat, with their texts."""


def record_invitation_reads(actor: Actor, shown: Mapping[str, Any]) -> None:
    """Record that `actor` is shown the addresses of invitations.

    The log resolves whose address it is; the answer does not reveal it.
    """
    items, way = list_shown(shown)
    addressed = [one for one in items if one["email"]]
    people = find_people_by_email({one["email"] for one in addressed})
    log_access(actor, [Read(INVITATION, one["id"], people.get(one["email"])) for one in addressed], way)
