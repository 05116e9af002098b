"""Who may see what and do what among territories, organisations, mandates and groups. Import from here."""

from groups.policies.grants import (
    ANYBODY,
    FACILITATE,
    FEW_GROUPS,
    NOBODY,
    NOW,
    READ,
    RECORD,
    SPEAK,
    Asking,
    Readers,
    given,
    grant_on,
    held,
    holders,
    holdings,
    holds,
    holds_few,
    live,
    together,
)
from groups.policies.groups import LEADING, STEPS, GroupAction, GroupPolicy, Standing
from groups.policies.joining import (
    InvitationAction,
    InvitationPolicy,
    JoinRequestAction,
    JoinRequestPolicy,
)
from groups.policies.mandates import MandateAction, MandatePolicy
from groups.policies.offices import Reach, offices_of
from groups.policies.organisations import OrganisationAction, OrganisationPolicy, codes_of
from groups.policies.shares import ShareAction
from groups.policies.territories import TerritoryAction, TerritoryPolicy

__all__ = [
    "ANYBODY",
    "FACILITATE",
    "FEW_GROUPS",
    "LEADING",
    "NOBODY",
    "NOW",
    "READ",
    "RECORD",
    "SPEAK",
    "STEPS",
    "Asking",
    "GroupAction",
    "GroupPolicy",
    "InvitationAction",
    "InvitationPolicy",
    "JoinRequestAction",
    "JoinRequestPolicy",
    "MandateAction",
    "MandatePolicy",
    "OrganisationAction",
    "OrganisationPolicy",
    "Reach",
    "Readers",
    "ShareAction",
    "Standing",
    "TerritoryAction",
    "TerritoryPolicy",
    "codes_of",
    "given",
    "grant_on",
    "held",
    "holders",
    "holdings",
    "holds",
    "holds_few",
    "live",
    "offices_of",
    "together",
]
