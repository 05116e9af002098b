"""Who may see what and do what among territories, organisations, mandates and groups. Import from here."""

from groups.policies.grants import (
    ANYBODY,
    FACILITATE,
    NOBODY,
    READ,
    RECORD,
    SPEAK,
    grant_on,
    held,
    holds,
    live,
    sources_for,
)
from groups.policies.groups import LEADING, STEPS, GroupAction, GroupPolicy, Standing
from groups.policies.mandates import MandateAction, MandatePolicy
from groups.policies.offices import Reach, offices_of
from groups.policies.organisations import OrganisationAction, OrganisationPolicy, codes_of
from groups.policies.shares import ShareAction
from groups.policies.territories import TerritoryAction, TerritoryPolicy

__all__ = [
    "ANYBODY",
    "FACILITATE",
    "LEADING",
    "NOBODY",
    "READ",
    "RECORD",
    "SPEAK",
    "STEPS",
    "GroupAction",
    "GroupPolicy",
    "MandateAction",
    "MandatePolicy",
    "OrganisationAction",
    "OrganisationPolicy",
    "Reach",
    "ShareAction",
    "Standing",
    "TerritoryAction",
    "TerritoryPolicy",
    "codes_of",
    "grant_on",
    "held",
    "holds",
    "live",
    "offices_of",
    "sources_for",
]
