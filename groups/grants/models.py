"""The rows by which guardian grants access to groups, and the spans in which an audience read a thing."""

from __future__ import annotations

from uuid import UUID

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import pgettext_lazy
from guardian.models import UserObjectPermissionBase

from groups.common.periods import Term
from groups.initiative_groups.models import InitiativeGroup
from groups.organisations.models import Organisation
from viche.kernel.models import DueRow, Identified


class GrantDue(DueRow):
    """The grants of a container change by themselves at `due_at`: a source begins or ends then."""

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
    """For whom a thing is. Of an organisation or person, by a seat in the group of the thing."""

    GROUP = "group", pgettext_lazy("whom a thing is for", "The whole group")
    THROUGH = "through", pgettext_lazy("whom a thing is for", "Whoever sees what it came from")
    ORGANISATION = "organisation", pgettext_lazy("whom a thing is for", "An organisation")
    PERSON = "person", pgettext_lazy("whom a thing is for", "A person")
    LEADER = "leader", pgettext_lazy("whom a thing is for", "Who leads it")


Named = tuple[Whom, UUID | None]

OF_PEOPLE = (Whom.PERSON, Whom.LEADER)


class AudienceSpan(Identified):
    """A time in which a thing was for somebody, from `since` (None: since it was made) until it was changed
    by `ended_by`. `container_type` is the registered kind of the thing. `group` is the one in which it was
    then, where it has left that since.

    What was always for its whole group has no such rows.
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
                | Q(whom__in=OF_PEOPLE, organisation=None, person__isnull=False)
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
    def named(self) -> Named:
        return Whom(self.whom), self.organisation_id or self.person_id

    @property
    def term(self) -> Term:
        return Term(self.since, self.until)


class Grant(UserObjectPermissionBase):
    """One person holds one codename on one container, until `valid_until` (null: while its sources last).

    A subclass adds `content_object`, a foreign key to its container. Only groups.grants writes these rows.
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
