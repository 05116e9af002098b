"""People, their sessions, tokens, letters and second factors."""

from __future__ import annotations

from datetime import datetime, timedelta
from importlib import import_module
from typing import Any, ClassVar

from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import PermissionsMixin
from django.contrib.postgres.fields import ArrayField
from django.contrib.sessions.base_session import AbstractBaseSession
from django.db import models
from django.db.models import F, Func, Q, QuerySet
from django.db.models.functions import Coalesce, Lower
from django.utils.translation import gettext_lazy as _

from viche.accounts import session_endings  # noqa: F401 - its table belongs to this app
from viche.accounts.approvals.models import Approval  # noqa: F401 - Django finds it here
from viche.accounts.emails import normalise_email
from viche.accounts.identity_models import (
    Identity as Identity,  # noqa: PLC0414 - models are imported from here
    IdentityConfirmation as IdentityConfirmation,  # noqa: PLC0414 - models are imported from here
    IdentityProvider as IdentityProvider,  # noqa: PLC0414 - models are imported from here
)
from viche.accounts.passwords import normalise_password as normalised_password
from viche.kernel.clock import now
from viche.kernel.ids import uuid7
from viche.kernel.models import Identified, Versioned

# Precision of the last use of a session or token: one write per minute, not per request.
SEEN_EVERY = timedelta(minutes=1)
# A token that was not used for so long expires.
UNUSED_LIFE = timedelta(days=30)


class Gender(models.TextChoices):
    """Grammatical gender: which word forms the interface uses about the person."""

    FEMININE = "feminine"
    MASCULINE = "masculine"
    NEUTRAL = "neutral"


class Language(models.TextChoices):
    UKRAINIAN = "uk", "Українська"
    ENGLISH = "en", "English"


class PersonManager(BaseUserManager["User"]):
    """Manager that finds people by any spelling of their address.

    The service `create_person` creates people.
    """

    def get_by_natural_key(self, username: str | None) -> User:
        return self.get(email=normalise_email(username or ""))


class User(Identified, Versioned, AbstractBaseUser, PermissionsMixin):
    """A person. The address is stored in its canonical form and is the sign-in name.

    `shows_presence`: other people may see that the person is online and typing.
    """

    email = models.EmailField(_("e-mail"), unique=True)
    name_uk = models.CharField(_("name"), max_length=120)
    name_en = models.CharField(_("name in English"), max_length=120, blank=True, default="")
    grammatical_gender = models.CharField(max_length=10, choices=Gender, default=Gender.NEUTRAL)
    language = models.CharField(max_length=2, choices=Language, default=Language.UKRAINIAN)
    time_zone = models.CharField(max_length=64, default="Europe/Kyiv")
    shows_presence = models.BooleanField(default=True)
    is_active = models.BooleanField(default=True)
    # The administrator's reason for deactivation; empty while active.
    deactivation_reason = models.CharField(max_length=500, blank=True, default="")
    # Whoever was let in again confirms nothing that was requested before.
    reactivated_at = models.DateTimeField(null=True, blank=True)
    is_staff = models.BooleanField(default=False)
    created_at = models.DateTimeField(default=now)
    # Since when (or from when on) the person's roles demand a second factor that is not set up. It is never
    # later than the true value, so a passed moment has to be verified (viche.accounts.factor_requirements).
    factor_due_at = models.DateTimeField(null=True, blank=True)

    # Domain of the address of an erased person; nobody can ever own it (RFC 2606).
    NOWHERE: ClassVar[str] = "@erased.invalid"
    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["name_uk"]

    objects = PersonManager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="accounts_user_email_canonical",
                condition=Q(email=Lower(Func(F("email"), template="normalize(%(expressions)s, NFKC)"))),
            ),
            models.CheckConstraint(
                name="accounts_user_gender", condition=Q(grammatical_gender__in=Gender.values)
            ),
            models.CheckConstraint(name="accounts_user_language", condition=Q(language__in=Language.values)),
        ]
        indexes = [
            models.Index(
                fields=["factor_due_at"],
                condition=Q(factor_due_at__isnull=False),
                name="accounts_user_lacking",
            ),
        ]

    def __str__(self) -> str:
        return self.name_uk

    @property
    def is_erased(self) -> bool:
        """Return whether only a pseudonym is left; it cannot be undone."""
        return self.email.endswith(self.NOWHERE)

    def set_password(self, raw_password: str | None) -> None:
        super().set_password(None if raw_password is None else normalised_password(raw_password))

    def check_password(self, raw_password: str | None) -> bool:
        return super().check_password(normalised_password(raw_password or ""))

    def get_full_name(self) -> str:
        return self.name_uk

    def get_short_name(self) -> str:
        return self.name_uk


class Session(AbstractBaseSession):
    """A browser session. The cookie holds the key; `public_id` names it where it is displayed."""

    # Not unique: when the key is rotated, the new row briefly exists beside the old one.
    public_id = models.UUIDField(default=uuid7, db_index=True)
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.CASCADE, related_name="sessions"
    )
    ip = models.GenericIPAddressField(null=True)
    user_agent = models.CharField(max_length=200, default="")
    created_at = models.DateTimeField(default=now)
    last_seen_at = models.DateTimeField(default=now)

    @classmethod
    def get_session_store_class(cls) -> Any:
        return import_module(settings.SESSION_ENGINE).SessionStore


class LiveTokens(models.Manager["PersonalAccessToken"]):
    """Manager of tokens that are still valid."""

    def get_queryset(self) -> QuerySet[PersonalAccessToken]:
        return (
            super()
            .get_queryset()
            .annotate(used_at=Coalesce("last_used_at", "created_at"))
            .filter(revoked_at=None, expires_at__gt=now(), person__is_active=True)
            .filter(used_at__gt=now() - UNUSED_LIFE)
            .select_related("person")
        )


class PersonalAccessToken(Identified):
    """A person's credential for a script: shown once, stored as SHA-256, limited in scope and time."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="tokens")
    name = models.CharField(max_length=80)
    digest = models.CharField(max_length=64, unique=True)
    prefix = models.CharField(max_length=20)
    scopes = ArrayField(models.CharField(max_length=60))
    created_at = models.DateTimeField(default=now)
    expires_at = models.DateTimeField()
    last_used_at = models.DateTimeField(null=True)
    revoked_at = models.DateTimeField(null=True)

    objects = models.Manager()
    live = LiveTokens()

    class Meta:
        indexes = [
            models.Index(fields=["person", "-id"], condition=Q(revoked_at=None), name="accounts_token_kept"),
        ]

    def __str__(self) -> str:
        return f"{self.prefix}…"

    @property
    def live_until(self) -> datetime:
        """Return when the token expires without further use."""
        return min(self.expires_at, (self.last_used_at or self.created_at) + UNUSED_LIFE)


class Attempts(models.Model):
    """Attempts at something that may be guessed in the present window.

    Counted here and not in Redis: emptying Redis must not grant more attempts.
    """

    # SHA-256 of the limit and its subject: addresses are not stored.
    key = models.CharField(max_length=64, primary_key=True)
    count = models.PositiveIntegerField()
    until = models.DateTimeField(db_index=True)

    def __str__(self) -> str:
        return f"{self.count} until {self.until}"


class Purpose(models.TextChoices):
    """Purpose of the letters of this app. Links have lifetimes in viche.accounts.letters."""

    RESET_PASSWORD = "reset_password"  # noqa: S105
    SET_PASSWORD = "set_password"  # noqa: S105 - somebody made or invited, who has none yet
    PASSWORD_CHANGED = "password_changed"  # noqa: S105
    CONFIRM_EMAIL = "confirm_email"  # to the new address
    EMAIL_TAKEN = "email_taken"  # instead, to the owner of an address that is taken
    EMAIL_CHANGE_ASKED = "email_change_asked"  # to the present address
    EMAIL_CHANGED = "email_changed"  # to the former one
    CONFIRM_IDENTITY = "confirm_identity"  # first sign-in by a provider that vouched for the address
    IDENTITY_LINKED = "identity_linked"  # its link unlinks the identity


class Loss(models.TextChoices):
    """Why a letter did not arrive.

    The address does not exist, as a mail server said at once (`refused`) or in a later report (`bounced`);
    all attempts failed; it came back for another reason; or letters to that address were stopped while it
    waited.
    """

    REFUSED = "refused"
    GIVEN_UP = "given_up"
    BOUNCED = "bounced"
    RETURNED = "returned"
    STOPPED = "stopped"


class Letter(Identified):
    """A transactional e-mail to an address, sent at once, independent of notification preferences.

    A letter with a link holds the hash of the link's secret, which is created at sending. A letter without a
    person was requested without sign-in: the mailer looks up the owner of the address, so that neither the
    response nor its timing reveals one. A letter that confirms an address is the pending change itself. A
    letter of another app (`viche.accounts.letters.register_letter_writer`) is `about` a row of that app; the
    address need not have an account, and the letter is then in `language`. `lost` says why it did not arrive.
    """

    purpose = models.CharField(max_length=40)
    address = models.EmailField()
    about = models.UUIDField(null=True)
    language = models.CharField(max_length=2, choices=Language, default=Language.UKRAINIAN)
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.CASCADE, related_name="letters"
    )
    created_at = models.DateTimeField(default=now)
    next_try_at = models.DateTimeField(null=True, default=now)
    attempts = models.PositiveSmallIntegerField(default=0)
    lost = models.CharField(max_length=12, choices=Loss.choices, blank=True, default="")
    sent_at = models.DateTimeField(null=True)
    digest = models.CharField(max_length=64, null=True, unique=True)
    expires_at = models.DateTimeField(null=True)
    used_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["next_try_at"], condition=Q(sent_at=None), name="accounts_letter_due"),
            models.Index(fields=["person", "purpose"], name="accounts_letter_of"),
            models.Index(fields=["about"], condition=Q(about__isnull=False), name="accounts_letter_about"),
        ]

    def __str__(self) -> str:
        return self.purpose


class DemoSignIn(Identified):
    """A demo person whom anyone may become, in development only."""

    person = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="demo_sign_in"
    )
    hint_uk = models.CharField(max_length=200)
    hint_en = models.CharField(max_length=200)
    organisation_uk = models.CharField(max_length=200, blank=True, default="")
    organisation_en = models.CharField(max_length=200, blank=True, default="")
    sector = models.CharField(max_length=40, blank=True, default="")
    position = models.PositiveSmallIntegerField()

    def __str__(self) -> str:
        return self.hint_uk


class Demand(models.TextChoices):
    """What a role demands besides the password. App codes and passkeys are stored by allauth."""

    NONE = "none"
    ANY = "any"  # app codes or a passkey
    PASSKEY = "passkey"
    BOTH = "both"


class FactorRequirement(Identified, Versioned):
    """The second factor that a role demands by decision of an administrator, and from when on.

    A role without a row demands its registered default (`viche.accounts.roles`).
    """

    role = models.CharField(max_length=40, unique=True)
    demand = models.CharField(max_length=8, choices=Demand.choices)
    since = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(name="accounts_requirement_demand", condition=Q(demand__in=Demand.values)),
        ]

    def __str__(self) -> str:
        return f"{self.role}: {self.demand}"


class RecoveryCode(Identified):
    """A one-time recovery code, for when the phone is lost. Only a keyed digest is stored."""

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="recovery_codes", db_index=False
    )
    digest = models.CharField(max_length=64)
    used_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["person", "digest"], name="accounts_recovery_code_once"),
        ]

    def __str__(self) -> str:
        return "used" if self.used_at else "unused"


class FactorReset(Identified):
    """An administrator's removal of all second factors of a person, with the reason."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    reason = models.TextField()
    at = models.DateTimeField(default=now)

    def __str__(self) -> str:
        return self.reason


class DecisionKind(models.TextChoices):
    """Kinds of decisions of administrators about an account."""

    RENAMED = "renamed"
    ADMINISTRATOR_MADE = "administrator_made"
    ADMINISTRATOR_UNMADE = "administrator_unmade"


class AccountDecision(Identified):
    """A decision of an administrator about an account, with the reason. It keeps no former name."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=24, choices=DecisionKind.choices)
    reason = models.TextField()
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    at = models.DateTimeField(default=now)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=DecisionKind.values), name="accounts_account_decision_kind"
            )
        ]

    def __str__(self) -> str:
        return self.kind
