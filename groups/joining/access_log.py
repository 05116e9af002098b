"""Access log of requests for a seat and of invitations."""

from __future__ import annotations

from collections.abc import Iterable

from groups.joining import presenters
from groups.joining.selectors import find_people_by_email
from viche.kernel.access_log import AccessMode, Read, log_access
from viche.kernel.actor import Actor

REQUEST = "join_request"

INVITATION = "invitation"


def record_request_reads(actor: Actor, shown: Iterable[presenters.JoinRequestOut], way: AccessMode) -> None:
    """Record that `actor` is shown who requested a seat, with their texts."""
    log_access(actor, [Read(REQUEST, one["id"], one["person"]["id"]) for one in shown], way)


def record_invitation_reads(
    actor: Actor,
    shown: Iterable[presenters.InvitationOut | presenters.PersonalInvitationOut],
    way: AccessMode,
) -> None:
    """Record that `actor` is shown the addresses of invitations.

    The log resolves whose address it is; the answer does not reveal it.
    """
    addressed = [one for one in shown if one["email"]]
    people = find_people_by_email({one["email"] for one in addressed})
    log_access(actor, [Read(INVITATION, one["id"], people.get(one["email"])) for one in addressed], way)
