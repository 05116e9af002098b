"""Identity providers (OpenID Connect), and the links between their accounts and people here."""

from __future__ import annotations

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models

from viche.kernel.clock import now
from viche.kernel.models import Identified, Versioned


class IdentityProvider(Identified, Versioned):
    """An organisation's own sign-in (OpenID Connect) that also opens accounts here.

    The issuer never changes, since its subjects would then mean other people.
    """

    # Part of the redirect URI.
    code = models.CharField(max_length=30, unique=True)
    name_uk = models.CharField(max_length=120)
    name_en = models.CharField(max_length=120, blank=True, default="")
    issuer = models.CharField(max_length=255, unique=True)
    client_id = models.CharField(max_length=255)
    secret = models.TextField()  # encrypted
    is_enabled = models.BooleanField(default=True)
    # Domains whose addresses the provider may vouch for; the owner confirms the first sign-in by a letter.
    domains = ArrayField(models.CharField(max_length=253), default=list)
    created_at = models.DateTimeField(default=now)

    def __str__(self) -> str:
        return self.code


class Identity(Identified):
    """A link between an account at a provider and a person.

    `subject` is the provider's permanent id of the account.
    """

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="identities")
    provider = models.ForeignKey(IdentityProvider, on_delete=models.PROTECT, related_name="identities")
    subject = models.CharField(max_length=255)
    linked_at = models.DateTimeField(default=now)
    last_used_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["provider", "subject"], name="accounts_identity_once"),
            models.UniqueConstraint(fields=["person", "provider"], name="accounts_identity_one_each"),
        ]

    def __str__(self) -> str:
        return self.subject


class IdentityConfirmation(Identified):
    """A first sign-in through a provider that vouched for a person's address.

    It waits for the answer to a letter (`Letter.about`), and grants nothing before.
    """

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="identity_confirmations"
    )
    provider = models.ForeignKey(
        IdentityProvider, on_delete=models.CASCADE, related_name="confirmations", db_index=False
    )
    subject = models.CharField(max_length=255)
    created_at = models.DateTimeField(default=now)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["provider", "person"], name="accounts_confirmation_one_each"),
        ]

    def __str__(self) -> str:
        return self.subject
