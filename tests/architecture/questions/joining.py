"""How actions on joinings are asked for over REST."""

from __future__ import annotations

from tests.architecture.questions.request import Ask, to

ASKS: dict[str, Ask] = {
    "personal_invitation.read": to("personal-invitations/{pk}"),
    "personal_invitation.send": to("personal-invitations/{pk}/letters", "POST"),
    "personal_invitation.revoke": to("personal-invitations/{pk}", "DELETE"),
    "invitation.read": to("invitations/{pk}/access/mine"),
    "invitation.send": to("invitations/{pk}/letters", "POST"),
    "invitation.revoke": to("invitations/{pk}", "DELETE"),
    "join_request.read": to("join-requests/{pk}/access/mine"),
    "join_request.admit": to("join-requests/{pk}", "POST", to="admitted", role="observer"),
    "join_request.decline": to("join-requests/{pk}", "POST", to="declined", reason="Місць немає"),
    "join_request.withdraw": to("join-requests/{pk}", "DELETE"),
}
