"""Choices of items."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class Priority(models.TextChoices):
    LOW = "low", _("Low")
    NORMAL = "normal", _("Normal")
    HIGH = "high", _("High")
    URGENT = "urgent", _("Urgent")


class Audience(models.TextChoices):
    """Who may read an action item: all readers of its group, or the readers of its thread."""

    GROUP = "group", _("The whole group")
    THREAD = "thread", _("Readers of its thread")


class TargetGroup(models.TextChoices):
    """Groups of people for whom the work is done; none means everybody."""

    WOMEN = "women", _("Women")
    MEN = "men", _("Men")
    CHILDREN = "children", _("Children")
    YOUNG_PEOPLE = "young_people", _("Young people")
    OLDER_PEOPLE = "older_people", _("Older people")
    PEOPLE_WITH_DISABILITIES = "people_with_disabilities", _("People with disabilities")
    DISPLACED_PEOPLE = "displaced_people", _("Displaced people")
    VETERANS = "veterans", _("Veterans")
    NATIONAL_MINORITIES = "national_minorities", _("National minorities")


class BudgetSource(models.TextChoices):
    """Source of the money."""

    HROMADA = "hromada", _("Budget of the hromada")
    OBLAST = "oblast", _("Budget of the oblast")
    STATE = "state", _("State budget")
    DONOR = "donor", _("Donors")
    OWN = "own", _("The owner’s own")
    OTHER = "other", _("Another source")
