"""Ways to the table: invitations by a link, and requests for a seat. Ways to what is given in person."""

from __future__ import annotations

from datetime import datetime

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import pgettext_lazy

from groups.common.periods import day_end
from groups.guest_shares.models import ShareAccess
from groups.initiative_groups.models import InitiativeGroup
from groups.offices.models import OfficeKind
from groups.organisations.models import Organisation
from groups.seats.models import Membership, Role
from groups.territories.models import Territory
from viche.kernel.clock import now
from viche.kernel.models import Identified

# What letters about invitations are for: to whom it is made, and to who wants to come in by an open link.
INVITATION = "groups.invitation"
PERSONAL = "groups.personal_invitation"
ARRIVAL = "groups.arrival"


class Invitation(Identified):
    """A seat in a group, in a role and for an organisation, for whoever holds the link, until a moment.

    Only the digest of the link's secret is kept. With an `email` it is for who signs in with that address.
    With a `document` the arrival is appointed by it; without one, who has no mandate yet asks for a seat.
    Some time after it is over the address is forgotten (`address_forgotten_at`).
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
    # The last day of the seat that it gives, and of the mandate that its document does.
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
        """Whether it is for one person alone, also when the address was forgotten since."""
        return self.email != "" or self.address_forgotten_at is not None

    @property
    def seat_until(self) -> datetime | None:
        """When the seat that it gives is over. Needs `group`."""
        return None if self.ends_on is None else day_end(self.ends_on, self.group.time_zone)

    def opens(self, at: datetime) -> bool:
        """Whether somebody may still come in by it."""
        return self.revoked_at is None and self.used < self.uses and self.expires_at > at


class RequestState(models.TextChoices):
    """What became of a request for a seat."""

    PENDING = "pending", pgettext_lazy("join request", "Waits for an answer")
    ADMITTED = "admitted", pgettext_lazy("join request", "Admitted")
    DECLINED = "declined", pgettext_lazy("join request", "Declined")
    WITHDRAWN = "withdrawn", pgettext_lazy("join request", "Withdrawn")


class JoinRequest(Identified):
    """Somebody asks for a seat for an organisation, and gets an answer with a reason.

    `invitation` is the link by which they came, if any; `membership` the seat that they were given.
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
    """What is given to one person, not to a mandate."""

    ADMINISTRATION = "administration", pgettext_lazy("offered", "To administer an organisation")
    OFFICE = "office", pgettext_lazy("offered", "An office")
    SHARE = "share", pgettext_lazy("offered", "A guest share")


class PersonalInvitation(Identified):
    """An administration, an office or a guest share, offered to whoever signs in with an address.

    Its letter alone has a link, and that a hash of its secret. `ends_at` is when that is over which it gives.
    Some time after the invitation is over the address is forgotten (`address_forgotten_at`).
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
        """Whether somebody may still take it."""
        return self.revoked_at is None and self.used_at is None and self.expires_at > at
