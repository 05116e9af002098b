"""Organisations: the institutions that take part."""

from __future__ import annotations

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import pgettext_lazy

from groups.common.collation import build_sort_key_column, build_spelling_key
from groups.common.periods import Period
from groups.territories.models import Territory
from viche.kernel.models import Identified, Versioned


class Sector(models.TextChoices):
    """The sector of society that an organisation represents."""

    POLICE = "police", pgettext_lazy("sector", "Police")
    EMERGENCY = "emergency", pgettext_lazy("sector", "State Emergency Service")
    LOCAL_GOVERNMENT = "local_government", pgettext_lazy("sector", "Local government")
    EDUCATION = "education", pgettext_lazy("sector", "Education")
    BUSINESS = "business", pgettext_lazy("sector", "Business")
    CIVIL_SOCIETY = "civil_society", pgettext_lazy("sector", "Civil society")
    HEALTH = "health", pgettext_lazy("sector", "Health care")
    INTERNATIONAL = "international", pgettext_lazy("sector", "International")
    OTHER = "other", pgettext_lazy("sector", "Other")


KEEP_FORMER_PARENT = pgtrigger.Trigger(
    name="keep_former_parent",
    when=pgtrigger.After,
    operation=pgtrigger.Update,
    condition=pgtrigger.Condition(
        'OLD."parent_id" IS NOT NULL AND OLD."parent_id" IS DISTINCT FROM NEW."parent_id"'
    ),
    # Not `now()`: an action item may be accepted while a transaction that began before it is open.
    func="""
        INSERT INTO groups_formerparent (id, organisation_id, parent_id, ended_at)
        VALUES (gen_random_uuid(), OLD.id, OLD.parent_id, clock_timestamp());
        RETURN NULL;
    """,
)


class Organisation(Identified, Versioned):
    """An institution, or (`parent`) a unit of one.

    `on_behalf_*` is the text that follows «від імені …» / “on behalf of …”. `verified_at` is set while it
    counts as verified by a document.
    """

    name_uk = models.CharField(max_length=200)
    name_en = models.CharField(max_length=200, blank=True, default="")
    name_key = build_sort_key_column("name_uk")
    short_name_uk = models.CharField(max_length=80)
    short_name_en = models.CharField(max_length=80, blank=True, default="")
    on_behalf_uk = models.CharField(max_length=200)
    on_behalf_en = models.CharField(max_length=200, blank=True, default="")
    sector = models.CharField(max_length=20, choices=Sector.choices)
    parent = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="units")
    territories = models.ManyToManyField(Territory, related_name="organisations", blank=True)
    phone = models.CharField(max_length=40, blank=True, default="")
    email = models.CharField(max_length=254, blank=True, default="")
    website = models.CharField(max_length=300, blank=True, default="")
    address_uk = models.CharField(max_length=300, blank=True, default="")
    address_en = models.CharField(max_length=300, blank=True, default="")
    verified_at = models.DateTimeField(null=True, blank=True)
    verified_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    verified_document = models.CharField(max_length=300, blank=True, default="")

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(sector__in=Sector.values), name="groups_organisation_sector"),
            models.CheckConstraint(condition=~Q(parent=F("id")), name="groups_organisation_not_own_parent"),
            models.CheckConstraint(
                condition=Q(verified_at=None, verified_by=None, verified_document="")
                | (Q(verified_at__isnull=False) & ~Q(verified_document="")),
                name="groups_organisation_verified_on_a_document",
            ),
        ]
        indexes = [
            models.Index(fields=["name_key", "id"], name="groups_organisation_order"),
            models.Index(build_spelling_key("name_uk"), name="groups_organisation_named"),
            models.Index(build_spelling_key("name_en"), name="groups_organisation_named_en"),
            models.Index(build_spelling_key("short_name_uk"), name="groups_organisation_short"),
            models.Index(build_spelling_key("short_name_en"), name="groups_organisation_short_en"),
        ]
        triggers = [KEEP_FORMER_PARENT]

    def __str__(self) -> str:
        return self.name_uk


class FormerParent(Identified):
    """A parent that an organisation had until `ended_at`, for conflict-of-interest rules.

    Written by the trigger `keep_former_parent`, whatever changes the parent.
    """

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="former_parents")
    parent = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="former_units")
    ended_at = models.DateTimeField()

    class Meta:
        triggers = [pgtrigger.Protect(name="keep", operation=pgtrigger.Delete | pgtrigger.Update)]

    def __str__(self) -> str:
        return str(self.ended_at)


class WithdrawnMark(Identified):
    """A revoked verification of an organisation."""

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="withdrawn_marks")
    document = models.CharField(max_length=300)
    verified_at = models.DateTimeField()
    verified_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    withdrawn_at = models.DateTimeField()
    withdrawn_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    reason = models.TextField()

    class Meta:
        triggers = [pgtrigger.Protect(name="keep", operation=pgtrigger.Delete | pgtrigger.Update)]

    def __str__(self) -> str:
        return self.document


class OrganisationAdministrator(Identified):
    """A person who appoints representatives of an organisation and its units, for a period.

    Named by a document, by a coordinator of all territories where these work. It gives no access to groups
    and dialogues.
    """

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="administrators")
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="organisations_administered"
    )
    document = models.CharField(max_length=300)
    since = models.DateTimeField()
    until = models.DateTimeField(null=True, blank=True)
    named_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    end_reason = models.TextField(blank=True, default="")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(until=None) | Q(until__gte=F("since")),
                name="groups_organisationadministrator_term",
            ),
            models.UniqueConstraint(
                fields=["organisation", "person"],
                condition=Q(until=None),
                name="groups_organisationadministrator_once",
            ),
        ]
        triggers = [pgtrigger.Protect(name="keep", operation=pgtrigger.Delete)]

    def __str__(self) -> str:
        return self.document

    @property
    def term(self) -> Period:
        return Period(self.since, self.until)
