"""Territories: one tree from the country to the settlement, by KATOTTH code."""

from __future__ import annotations

from itertools import pairwise

from django.core.validators import MaxValueValidator, MinValueValidator, RegexValidator
from django.db import models
from django.db.models import Case, F, Q, Value, When
from django.db.models.functions import Left
from django.utils.translation import pgettext_lazy

from groups.common.collation import build_sort_key_column
from viche.kernel.models import Identified, Versioned

KATOTTH_PATTERN = r"^UA[0-9]{17}$"


class TerritoryLevel(models.TextChoices):
    COUNTRY = "country", pgettext_lazy("territory", "Country")
    OBLAST = "oblast", pgettext_lazy("territory", "Oblast")
    RAION = "raion", pgettext_lazy("territory", "Raion")
    HROMADA = "hromada", pgettext_lazy("territory", "Hromada")
    SETTLEMENT = "settlement", pgettext_lazy("territory", "Settlement")

    @property
    def depth(self) -> int:
        """Return 0 for the country, one more for each level below."""
        return list(type(self)).index(self)


# Number of leading characters of a KATOTTH code shared by everything inside a territory of each level.
PREFIX_LENGTHS = {
    TerritoryLevel.COUNTRY: 2,
    TerritoryLevel.OBLAST: 4,
    TerritoryLevel.RAION: 6,
    TerritoryLevel.HROMADA: 9,
    TerritoryLevel.SETTLEMENT: 12,
}
DISTRICT_END = 14  # digits up to here encode the place; the five after them are a serial number


def level_of(code: str) -> TerritoryLevel | None:
    """Return the level that a KATOTTH code encodes; None for a city district, which is not stored."""
    if int(code[PREFIX_LENGTHS[TerritoryLevel.SETTLEMENT] : DISTRICT_END]):
        return None
    levels = list(TerritoryLevel)
    for above, level in reversed(list(pairwise(levels))):
        if int(code[PREFIX_LENGTHS[above] : PREFIX_LENGTHS[level]]):
            return level
    return TerritoryLevel.COUNTRY


# The prefix of a row as a database expression.
PREFIX_EXPRESSION = Left(
    "code", Case(*(When(level=level, then=Value(size)) for level, size in PREFIX_LENGTHS.items()))
)


class Territory(Identified, Versioned):
    """A place with its own administration, by its code in the national codifier (КАТОТТГ)."""

    code = models.CharField(
        max_length=19,
        unique=True,
        db_collation="C",
        validators=[RegexValidator(KATOTTH_PATTERN)],
    )
    level = models.CharField(max_length=16, choices=TerritoryLevel.choices)
    parent = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="parts")
    name_uk = models.CharField(max_length=200)
    name_en = models.CharField(max_length=200, blank=True, default="")
    name_key = build_sort_key_column("name_uk")
    latitude = models.DecimalField(max_digits=8, decimal_places=5, null=True, blank=True)
    longitude = models.DecimalField(max_digits=8, decimal_places=5, null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(code__regex=KATOTTH_PATTERN), name="groups_territory_code"),
            models.CheckConstraint(
                condition=Q(level__in=TerritoryLevel.values), name="groups_territory_level"
            ),
            models.CheckConstraint(condition=~Q(parent=F("id")), name="groups_territory_not_own_parent"),
            models.CheckConstraint(
                condition=Q(level=TerritoryLevel.COUNTRY, parent=None)
                | (~Q(level=TerritoryLevel.COUNTRY) & Q(parent__isnull=False)),
                name="groups_territory_one_tree",
            ),
            models.CheckConstraint(
                # NULL satisfies every range check.
                condition=Q(latitude=None, longitude=None)
                | Q(
                    latitude__isnull=False,
                    latitude__range=(-90, 90),
                    longitude__isnull=False,
                    longitude__range=(-180, 180),
                ),
                name="groups_territory_place",
            ),
            # One row per place in the tree, and so one country: all codes begin with UA.
            models.UniqueConstraint(PREFIX_EXPRESSION, name="groups_territory_prefix"),
        ]
        indexes = [models.Index(fields=["name_key", "id"], name="groups_territory_order")]

    def __str__(self) -> str:
        return self.name_uk

    @property
    def prefix(self) -> str:
        """Return the common prefix of the codes of this territory and everything inside it."""
        return self.code[: PREFIX_LENGTHS[TerritoryLevel(self.level)]]

    @property
    def above(self) -> list[Territory]:
        """Return the territories that contain it, from the country downwards."""
        return [*self.parent.above, self.parent] if self.parent else []


class TerritoryPopulation(Identified):
    """The population of a territory in a year."""

    territory = models.ForeignKey(Territory, on_delete=models.CASCADE, related_name="populations")
    year = models.PositiveSmallIntegerField(validators=[MinValueValidator(1900), MaxValueValidator(2200)])
    count = models.PositiveIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["territory", "year"], name="groups_population_once_a_year"),
            models.CheckConstraint(condition=Q(year__range=(1900, 2200)), name="groups_population_year"),
        ]

    def __str__(self) -> str:
        return f"{self.year}: {self.count}"


class ContactKind(models.TextChoices):
    """The service that a contact point reaches."""

    POLICE = "police", pgettext_lazy("contact point", "Police")
    RESCUE = "rescue", pgettext_lazy("contact point", "Rescue service")
    HEALTH = "health", pgettext_lazy("contact point", "Medical help")
    COUNCIL = "council", pgettext_lazy("contact point", "Local government")
    SERVICES = "services", pgettext_lazy("contact point", "Administrative services")
    SOCIAL = "social", pgettext_lazy("contact point", "Social services")
    HOTLINE = "hotline", pgettext_lazy("contact point", "Hotline")
    OTHER = "other", pgettext_lazy("contact point", "Other")


class ContactPoint(Identified):
    """Where people of a territory turn for help: by phone, by e-mail or at an address."""

    territory = models.ForeignKey(Territory, on_delete=models.CASCADE, related_name="contact_points")
    kind = models.CharField(max_length=16, choices=ContactKind.choices)
    name_uk = models.CharField(max_length=200)
    name_en = models.CharField(max_length=200, blank=True, default="")
    phone = models.CharField(max_length=40, blank=True, default="")
    email = models.CharField(max_length=254, blank=True, default="")
    address_uk = models.CharField(max_length=300, blank=True, default="")
    address_en = models.CharField(max_length=300, blank=True, default="")
    position = models.PositiveSmallIntegerField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=ContactKind.values), name="groups_contactpoint_kind"),
            models.CheckConstraint(
                condition=~Q(phone="", email="", address_uk=""), name="groups_contactpoint_leads_somewhere"
            ),
            models.UniqueConstraint(fields=["territory", "position"], name="groups_contactpoint_place"),
        ]

    def __str__(self) -> str:
        return self.name_uk
