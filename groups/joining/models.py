"""Invitations by link, requests for a seat, and personal invitations."""

from __future__ import annotations

from datetime import datetime

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import pgettext_lazy

from groups.common.periods import get_day_end
from groups.guest_shares.models import ShareAccess
from groups.initiative_groups.models import InitiativeGroup
from groups.offices.models import OfficeKind
from groups.organisations.models import Organisation
from groups.seats.models import Membership, Role
from groups.territories.models import Territory
from viche.kernel.clock import now
from viche.kernel.models import Identified

# Purposes of letters: to the invited address, and to a person who wants to use an open link.
INVITATION = "groups.invitation"
PERSONAL = "groups.personal_invitation"
ARRIVAL = "groups.arrival"


class Invitation(Identified):
    """A seat in a group, in a role and for an organisation, offered by link until a moment.

    Only the digest of the link's secret is stored. With an `email` it is for the person who signs in with
    that address. With a `document` that person is appointed by it; without one, a person without a mandate
    makes a request. Some time after the end the address is deleted (`address_forgotten_at`).
    """

    group = models.ForeignKey(InitiativeGroup, on_delete=models.PROTECT, related_name="invitations")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    role = models.CharField(max_length=16, choices=Role.choices)
    email = models.EmailField(blank=True, default="")
    address_forgotten_at = models.DateTimeField(null=True)
    position_uk = models.CharField(max_length=200, blank=True, default="")
    position_en = models.CharField(max_length=200, blank=True, default="")
    document = models.CharField(max_length=300, blank=True, default="")
    digest = models.CharField(max_length=64, unique=True)
    uses = models.PositiveSmallIntegerField(default=1)
    used = models.PositiveSmallIntegerField(default=0)
    last_used_at = models.DateTimeField(null=True)
    created_at = models.DateTimeField(default=now)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    # The last day of the seat, and of the mandate that its document gives.
    ends_on = models.DateField(null=True)
    expires_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(role__in=Role.values), name="groups_invitation_role"),
            models.CheckConstraint(
                condition=Q(used__lte=F("uses")) & Q(uses__gte=1), name="groups_invitation_uses"
            ),
        ]
        indexes = [
            models.Index(fields=["group", "-id"], name="groups_invitation_of"),
            models.Index(fields=["email"], condition=~Q(email=""), name="groups_invitation_address"),
        ]
        triggers = [pgtrigger.Protect(name="keep", operation=pgtrigger.Delete)]

    def __str__(self) -> str:
        return self.role

    @property
    def is_for_address(self) -> bool:
        """Return whether it is for one person alone, also after the address was deleted."""
        return self.email != "" or self.address_forgotten_at is not None

    @property
    def seat_until(self) -> datetime | None:
        """Return when the seat that it gives ends. Needs `group`."""
        return None if self.ends_on is None else get_day_end(self.ends_on, self.group.time_zone)

    def opens(self, at: datetime) -> bool:
        """Return whether it can still be used."""
        return self.revoked_at is None and self.used < self.uses and self.expires_at > at


class RequestState(models.TextChoices):
    """The outcome of a request for a seat."""

    PENDING = "pending", pgettext_lazy("join request", "Waits for an answer")
    ADMITTED = "admitted", pgettext_lazy("join request", "Admitted")
    DECLINED = "declined", pgettext_lazy("join request", "Declined")
    WITHDRAWN = "withdrawn", pgettext_lazy("join request", "Withdrawn")


class JoinRequest(Identified):
    """A person's request for a seat for an organisation, answered with a reason.

    `invitation` is the link that led to it, if any; `membership` the seat that they were given.
    """

    group = models.ForeignKey(InitiativeGroup, on_delete=models.PROTECT, related_name="join_requests")
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="join_requests"
    )
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    role = models.CharField(max_length=16, choices=Role.choices)
    position_uk = models.CharField(max_length=200)
    position_en = models.CharField(max_length=200, blank=True, default="")
    words = models.TextField(blank=True, default="")
    invitation = models.ForeignKey(Invitation, null=True, on_delete=models.PROTECT, related_name="requests")
    state = models.CharField(max_length=12, choices=RequestState.choices, default=RequestState.PENDING)
    asked_at = models.DateTimeField(default=now)
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    reason = models.TextField(blank=True, default="")
    membership = models.ForeignKey(Membership, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(state__in=RequestState.values), name="groups_joining_state"),
            models.UniqueConstraint(
                fields=["group", "person"],
                condition=Q(state=RequestState.PENDING),
                name="groups_joining_one_waits",
            ),
            models.CheckConstraint(
                condition=Q(state=RequestState.ADMITTED, membership__isnull=False)
                | ~Q(state=RequestState.ADMITTED),
                name="groups_joining_admitted_to_a_seat",
            ),
        ]
        indexes = [models.Index(fields=["group", "-id"], name="groups_joining_of")]
        triggers = [pgtrigger.Protect(name="keep", operation=pgtrigger.Delete)]

    def __str__(self) -> str:
        return self.state


class Offered(models.TextChoices):
    """What is given to a person, not to a mandate."""

    ADMINISTRATION = "administration", pgettext_lazy("offered", "To administer an organisation")
    OFFICE = "office", pgettext_lazy("offered", "An office")
    SHARE = "share", pgettext_lazy("offered", "A guest share")


class PersonalInvitation(Identified):
    """An administration, an office or a guest share, offered to an e-mail address.

    Only its letter has a link, stored as a hash of its secret. `ends_at` is when the offered right ends. Some
    time after the invitation has ended the address is deleted (`address_forgotten_at`).
    """

    offered = models.CharField(max_length=16, choices=Offered.choices)
    organisation = models.ForeignKey(Organisation, null=True, on_delete=models.PROTECT, related_name="+")
    territory = models.ForeignKey(Territory, null=True, on_delete=models.PROTECT, related_name="+")
    office = models.CharField(max_length=32, choices=OfficeKind.choices, blank=True, default="")
    container_type = models.CharField(max_length=40, blank=True, default="")
    container_id = models.UUIDField(null=True)
    access = models.CharField(max_length=8, choices=ShareAccess.choices, blank=True, default="")
    document = models.CharField(max_length=300, blank=True, default="")
    reason = models.TextField(blank=True, default="")
    ends_at = models.DateTimeField(null=True)
    email = models.EmailField(blank=True)
    address_forgotten_at = models.DateTimeField(null=True)
    created_at = models.DateTimeField(default=now)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    expires_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True)
    used_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(offered=Offered.ADMINISTRATION, organisation__isnull=False)
                | Q(offered=Offered.OFFICE, territory__isnull=False, office__in=OfficeKind.values)
                | Q(
                    offered=Offered.SHARE,
                    container_id__isnull=False,
                    access__in=ShareAccess.values,
                    ends_at__isnull=False,
                ),
                name="groups_personalinvitation_offers_one_thing",
            ),
        ]
        indexes = [
            models.Index(fields=["created_by", "-id"], name="groups_personal_of"),
            models.Index(fields=["email"], condition=~Q(email=""), name="groups_personal_address"),
        ]
        triggers = [pgtrigger.Protect(name="keep", operation=pgtrigger.Delete)]

    def __str__(self) -> str:
        return self.offered

    def opens(self, at: datetime) -> bool:
        """Return whether it can still be accepted."""
        return self.revoked_at is None and self.used_at is None and self.expires_at > at
