"""What is written down of reading: who comes to a table, why somebody left, who administers what, and who
asked for emergency access.
"""

from __future__ import annotations

from collections.abc import Iterable

from groups.joining import presenters
from groups.joining.selectors import whose_addresses
from viche.kernel.actor import Actor
from viche.kernel.reads import Read, Way, note_reads

REQUEST = "join_request"

INVITATION = "invitation"


def note_requests(actor: Actor, shown: Iterable[presenters.JoinRequestOut], way: Way) -> None:
    """`actor` is shown who asks for a seat, in their words."""
    note_reads(actor, [Read(REQUEST, one["id"], one["person"]["id"]) for one in shown], way)


def note_invitations(
    actor: Actor,
    shown: Iterable[presenters.InvitationOut | presenters.PersonalInvitationOut],
    way: Way,
) -> None:
    """`actor` is shown what goes to whom: an invitation to one person says their address. Whose it is, nobody
    is told by that.
    """
    addressed = [one for one in shown if one["email"]]
    people = whose_addresses({one["email"] for one in addressed})
    note_reads(actor, [Read(INVITATION, one["id"], people.get(one["email"])) for one in addressed], way)
