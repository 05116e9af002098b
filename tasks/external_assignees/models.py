"""Outside bodies (owners without an account) and their guest links."""

from __future__ import annotations

from datetime import datetime, timedelta

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from groups.models import InitiativeGroup, Mandate, Sector
from viche.accounts.models import Language
from viche.kernel.clock import now
from viche.kernel.models import Identified, Versioned

MAX_LINK_LIFETIME = timedelta(days=90)


class LettersStop(models.TextChoices):
    """Why no email is sent to a body: refused by its server, bounced, or unsubscribed."""

    REFUSED = "refused", _("Refused by its mail server")
    BOUNCED = "bounced", _("Came back")
    DECLINED = "declined", _("Wants no letters")


class OutsideBody(Identified, Versioned):
    """A body without an account or a seat, as the groups of one register know it.

    It owns action items like an organisation, and never verifies any. Its contact details are personal data,
    shown only to people who may create items. `language` is that of its emails and pages. While
    `letters_stop` is set, no email is sent until the address changes or an editor allows email again (last at
    `letters_let_at`). `declined_mark` is a keyed fingerprint of the address that unsubscribed, to recognise
    it when it is entered again.
    """

    register = models.ForeignKey(
        InitiativeGroup, on_delete=models.PROTECT, related_name="outside_bodies", db_index=False
    )
    name_uk = models.CharField(max_length=200)
    name_en = models.CharField(max_length=200, blank=True, default="")
    sector = models.CharField(max_length=20, choices=Sector.choices, default=Sector.OTHER)
    contact_name = models.CharField(max_length=200, blank=True, default="")
    email = models.EmailField(blank=True, default="")
    phone = models.CharField(max_length=40, blank=True, default="")
    language = models.CharField(max_length=2, choices=Language, default=Language.UKRAINIAN)
    letters_stop = models.CharField(max_length=12, choices=LettersStop.choices, blank=True, default="")
    letters_stopped_at = models.DateTimeField(null=True, blank=True)
    letters_let_at = models.DateTimeField(null=True, blank=True)
    declined_mark = models.CharField(max_length=64, blank=True, default="")
    changed_at = models.DateTimeField(default=now)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["register", "name_uk"], name="tasks_outside_name"),
            models.CheckConstraint(condition=~Q(name_uk=""), name="tasks_outside_has_a_name"),
            models.CheckConstraint(
                condition=Q(letters_stop="", letters_stopped_at=None)
                | Q(letters_stop__in=LettersStop.values, letters_stopped_at__isnull=False),
                name="tasks_outside_letters_stop",
            ),
            models.CheckConstraint(condition=Q(sector__in=Sector.values), name="tasks_outside_sector"),
        ]

    def __str__(self) -> str:
        return self.name_uk

    @property
    def takes_letters(self) -> bool:
        """Whether email may be sent to its address."""
        return bool(self.email) and not self.letters_stop

    # An organisation has three names, a body one: these properties let owners of both kinds be shown alike.

    @property
    def short_name_uk(self) -> str:
        return self.name_uk

    @property
    def short_name_en(self) -> str:
        return self.name_en

    @property
    def on_behalf_uk(self) -> str:
        return self.name_uk

    @property
    def on_behalf_en(self) -> str:
        return self.name_en


class ActionLink(Identified):
    """A guest link by which an outside body answers for one action item and does nothing else.

    Instead of an item it may be about `subject_id` of the kind `subject_kind`, see `subjects`. Only a hash of
    its secret is stored; each email has a secret of its own, stored with the email. Each is asked about by at
    most one live link. `made_by` is null for a link that a reminder created: its secrets exist in
    emails only.
    """

    action = models.ForeignKey(
        "tasks.ActionItem", null=True, on_delete=models.PROTECT, related_name="links", db_index=False
    )
    subject_kind = models.CharField(max_length=40, blank=True, default="")
    subject_id = models.UUIDField(null=True)
    body = models.ForeignKey(OutsideBody, on_delete=models.PROTECT, related_name="links")
    digest = models.CharField(max_length=64, unique=True)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    made_through = models.ForeignKey(Mandate, null=True, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField(default=now)
    expires_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True)
    last_used_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["action"], condition=Q(revoked_at=None), name="tasks_link_one_at_a_time"
            ),
            models.UniqueConstraint(
                fields=["subject_id"], condition=Q(revoked_at=None), name="tasks_link_one_of_subject"
            ),
            models.CheckConstraint(
                condition=Q(action__isnull=False, subject_kind="", subject_id=None)
                | (Q(action=None, subject_id__isnull=False) & ~Q(subject_kind="")),
                name="tasks_link_is_about_one",
            ),
            models.CheckConstraint(
                condition=Q(expires_at__lte=F("made_at") + MAX_LINK_LIFETIME), name="tasks_link_ends"
            ),
        ]
        indexes = [models.Index(fields=["action", "-id"], name="tasks_link_of_action")]
        triggers = [
            pgtrigger.Protect(name="keep", operation=pgtrigger.Delete),
            pgtrigger.ReadOnly(
                name="fixed",
                fields=[
                    *("action", "subject_kind", "subject_id"),
                    *("body", "digest", "made_by", "expires_at"),
                ],
            ),
        ]

    def __str__(self) -> str:
        return str(self.pk)

    def is_live(self, at: datetime) -> bool:
        """Return whether the link is neither revoked nor expired.

        The state of its item is not considered.
        """
        return self.revoked_at is None and self.expires_at > at
