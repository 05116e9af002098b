"""Guardian grant rows on groups, and the periods in which an audience could read an object."""

from __future__ import annotations

from uuid import UUID

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import pgettext_lazy
from guardian.models import UserObjectPermissionBase

from groups.common.periods import Period
from groups.initiative_groups.models import InitiativeGroup
from groups.organisations.models import Organisation
from viche.kernel.models import DueRow, Identified


class GrantDue(DueRow):
    """A deadline: grants of a container change at `due_at`, when a source begins or ends."""

    container_type = models.CharField(max_length=40)
    container_id = models.UUIDField()

    class Meta(DueRow.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["container_type", "container_id", "due_at"], name="groups_grantdue_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.container_type}: {self.due_at}"


class Whom(models.TextChoices):
    """Kinds of audience. An organisation or person reads by a seat in the group of the object."""

    GROUP = "group", pgettext_lazy("whom a thing is for", "The whole group")
    THROUGH = "through", pgettext_lazy("whom a thing is for", "Everyone who can see what it came from")
    ORGANISATION = "organisation", pgettext_lazy("whom a thing is for", "An organisation")
    PERSON = "person", pgettext_lazy("whom a thing is for", "A person")
    LEADER = "leader", pgettext_lazy("whom a thing is for", "Who leads it")


AudienceKey = tuple[Whom, UUID | None]

PERSON_KINDS = (Whom.PERSON, Whom.LEADER)


class AudienceSpan(Identified):
    """A period in which an object was addressed to an audience.

    It begins at `since` (None: when the object was made) and lasts until `ended_by` changed the audience.
    `container_type` is the registered kind of the object. `group` is the group in which it was then, when it
    has left that since. Objects always addressed to their whole group have no such rows.
    """

    container_type = models.CharField(max_length=40)
    container_id = models.UUIDField()
    whom = models.CharField(max_length=16, choices=Whom.choices)
    organisation = models.ForeignKey(
        Organisation, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    group = models.ForeignKey(
        InitiativeGroup, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    since = models.DateTimeField(null=True, blank=True)
    until = models.DateTimeField(null=True, blank=True)
    ended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(whom=Whom.ORGANISATION, organisation__isnull=False, person=None)
                | Q(whom__in=PERSON_KINDS, organisation=None, person__isnull=False)
                | Q(whom__in=(Whom.GROUP, Whom.THROUGH), organisation=None, person=None),
                name="groups_audience_span_whom",
            ),
            models.CheckConstraint(
                condition=Q(since=None) | Q(until=None) | Q(until__gte=F("since")),
                name="groups_audience_span_term",
            ),
            models.CheckConstraint(
                condition=Q(group=None) | Q(until__isnull=False), name="groups_audience_span_left"
            ),
            models.UniqueConstraint(
                fields=["container_id", "whom", "organisation", "person"],
                condition=Q(until=None),
                nulls_distinct=False,
                name="groups_audience_span_once",
            ),
        ]
        indexes = [
            models.Index(fields=["container_id"], name="groups_audience_span_thing"),
            models.Index(
                fields=["container_type", "container_id"],
                condition=Q(until__isnull=False),
                name="groups_audience_span_over",
            ),
        ]
        triggers = [pgtrigger.Protect(name="keep", operation=pgtrigger.Delete)]

    def __str__(self) -> str:
        return f"{self.whom}: {self.since} – {self.until}"

    @property
    def named(self) -> AudienceKey:
        return Whom(self.whom), self.organisation_id or self.person_id

    @property
    def term(self) -> Period:
        return Period(self.since, self.until)


class Grant(UserObjectPermissionBase):
    """A grant: one person holds one codename on one container, until `valid_until`.

    `valid_until` is null while the sources have no end. A subclass adds `content_object`, a foreign key to
    its container. Only groups.grants writes these rows.
    """

    valid_until = models.DateTimeField(null=True, blank=True)

    class Meta:
        abstract = True
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=["user", "permission", "content_object"],
                include=["valid_until"],
                name="%(app_label)s_%(class)s_once",
            ),
        ]


class InitiativeGroupUserPermission(Grant):
    """Grants on an initiative group."""

    content_object = models.ForeignKey(InitiativeGroup, on_delete=models.CASCADE, related_name="grants")
