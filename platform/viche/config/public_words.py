"""Words of public pages without JavaScript: those of the front end, which a test compares."""

from __future__ import annotations

from django.utils.translation import pgettext_lazy

from dialogue.models import Purpose
from groups.models import GroupState, Sector

GROUP_STATES = {
    GroupState.PROPOSED: pgettext_lazy("public page", "proposed"),
    GroupState.ACTIVE: pgettext_lazy("public page", "active"),
    GroupState.SUSPENDED: pgettext_lazy("public page", "suspended"),
    GroupState.DISSOLVED: pgettext_lazy("public page", "dissolved"),
}
PURPOSES = {
    Purpose.CONSULT: pgettext_lazy("public page", "Consultation"),
    Purpose.DELIBERATE: pgettext_lazy("public page", "Discussion"),
    Purpose.PRIORITISE: pgettext_lazy("public page", "Priorities"),
    Purpose.MEDIATE: pgettext_lazy("public page", "Mediation"),
    Purpose.ANNOUNCE: pgettext_lazy("public page", "Announcement"),
}
SECTORS = {
    Sector.POLICE: pgettext_lazy("public page", "Police"),
    Sector.EMERGENCY: pgettext_lazy("public page", "Emergency service"),
    Sector.LOCAL_GOVERNMENT: pgettext_lazy("public page", "Local government"),
    Sector.EDUCATION: pgettext_lazy("public page", "Education"),
    Sector.BUSINESS: pgettext_lazy("public page", "Business"),
    Sector.CIVIL_SOCIETY: pgettext_lazy("public page", "Civil society"),
    Sector.HEALTH: pgettext_lazy("public page", "Health"),
    Sector.INTERNATIONAL: pgettext_lazy("public page", "International"),
    Sector.OTHER: pgettext_lazy("public page", "Others"),
}
HEADINGS = {
    "done": pgettext_lazy("public page", "We did"),
    "dropped": pgettext_lazy("public page", "Why not"),
    "in_work": pgettext_lazy("public page", "What we are doing"),
}
PROMISE_STATES = {
    "done": pgettext_lazy("public page", "Done and checked"),
    "dropped": pgettext_lazy("public page", "Will not be done"),
    "in_work": pgettext_lazy("public page", "In progress"),
}
OWNERS = {
    "done": pgettext_lazy("public page", "Done by: %(names)s"),
    "dropped": pgettext_lazy("public page", "Assigned to: %(names)s"),
    "in_work": pgettext_lazy("public page", "Being done by: %(names)s"),
}
NOT_FOUND = {
    "group": pgettext_lazy("public page", "The group may have closed it. If you are a member, sign in."),
    "thread": pgettext_lazy(
        "public page", "The thread may have been made private to its group. If you are a member, sign in."
    ),
}
