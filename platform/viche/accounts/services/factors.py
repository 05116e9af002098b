"""Second factors of a person (app codes, passkeys, recovery codes): add, remove and use."""

from __future__ import annotations

from uuid import UUID

from allauth.mfa.models import Authenticator
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from viche.accounts.codes import digest_recovery_code, find_totp_counter, generate_recovery_codes
from viche.accounts.ended_sessions import end_sessions
from viche.accounts.events import (
    AppCodesAdded,
    AppCodesRemoved,
    FactorsReset,
    PasskeyAdded,
    PasskeyRemoved,
    RecoveryCodesMade,
    RecoveryCodeUsed,
)
from viche.accounts.factor_enforcement import may_lack_factor
from viche.accounts.factor_requirements import (
    APP_CODES,
    FACTORS,
    PASSKEY,
    factor_kinds_of,
    lock_requirements_shared,
)
from viche.accounts.models import FactorReset, RecoveryCode, User
from viche.accounts.passkeys import NewPasskey, UsedPasskey
from viche.accounts.policies import Action, people
from viche.accounts.services.factor_requirements import refresh_factor_due_dates
from viche.accounts.services.keys import revoke_keys
from viche.kernel.access import record_access_change
from viche.kernel.actor import Actor
from viche.kernel.clock import now
from viche.kernel.encryption import decrypt_secret, encrypt_secret
from viche.kernel.errors import Conflict, Invalid, NotFound, SignedOut
from viche.kernel.events import Payload, record
from viche.kernel.ids import uuid7
from viche.kernel.policy import load
from viche.kernel.services import Reason, service
from viche.kernel.text import has_bidi_controls, is_blank, is_storable, normalise_text

MAX_PASSKEYS = 20
MAX_NAME_LENGTH = 80
MIN_REASON_LENGTH = 10


@service(Action.MANAGE_FACTORS)
def add_app_codes(*, actor: Actor, person_id: UUID, secret: str, code: str) -> list[str] | None:
    """Add an authenticator app as a second factor, once it shows a valid code of `secret`.

    Returns new recovery codes, readable only now, or None when there are some already. The first factor ends
    every other session, since those were opened without one. Raises Conflict, and Invalid at /code.
    """
    person = _lock_own_person(actor, person_id)
    if _factors(person).filter(type=APP_CODES).exists():
        raise Conflict("already_set_up", _("App codes are set up already. Remove them first."))
    counter = find_totp_counter(secret, code)
    if counter is None:
        raise Invalid.field("/code", "incorrect_code", _("This code is not right. Take the one shown now."))
    data = {"id": str(uuid7()), "secret": encrypt_secret(secret), "counter": counter}
    row = Authenticator(user=person, type=APP_CODES, data=data)
    return _add_factor(actor, person, row, AppCodesAdded(person_id=person.pk))


@service(Action.MANAGE_FACTORS)
def add_passkey(
    *, actor: Actor, person_id: UUID, name: str, made: NewPasskey
) -> tuple[Authenticator, list[str] | None]:
    """Add a passkey; return its row, and recovery codes as `add_app_codes` does.

    Raises Invalid at /name, Conflict for a passkey that is registered already or one too many.
    """
    person = _lock_own_person(actor, person_id)
    known = Authenticator.objects.filter(type=PASSKEY)
    if known.filter(data__credential_id=made.credential_id).exists():
        raise Conflict("already_set_up", _("This passkey is set up already."))
    if known.filter(user=person).count() >= MAX_PASSKEYS:
        raise Conflict("too_many_passkeys", _("You have 20 passkeys already. Remove one first."))
    data = {
        "id": str(uuid7()),
        "name": _validate_name(name),
        "credential_id": made.credential_id,
        "credential": made.credential,
        "count": made.count,
    }
    row = Authenticator(user=person, type=PASSKEY, data=data)
    return row, _add_factor(actor, person, row, _build_passkey_event(PasskeyAdded, person, row))


@service(Action.MANAGE_FACTORS)
def remove_app_codes(*, actor: Actor, person_id: UUID) -> None:
    """Remove the authenticator app. Raises NotFound, and Conflict where a role demands it."""
    person = _lock_own_person(actor, person_id)
    row = _factors(person).filter(type=APP_CODES).first()
    if row is None:
        raise NotFound
    _remove_factor(actor, person, row, AppCodesRemoved(person_id=person.pk))


@service(Action.MANAGE_FACTORS)
def remove_passkey(*, actor: Actor, person_id: UUID, passkey_id: UUID) -> None:
    """Remove a passkey. Raises NotFound, and Conflict where a role demands it."""
    person = _lock_own_person(actor, person_id)
    row = _factors(person).filter(type=PASSKEY, data__id=str(passkey_id)).first()
    if row is None:
        raise NotFound
    _remove_factor(actor, person, row, _build_passkey_event(PasskeyRemoved, person, row))


@service(Action.MANAGE_FACTORS)
def make_recovery_codes(*, actor: Actor, person_id: UUID) -> list[str]:
    """Create new recovery codes, readable only now, and invalidate the old ones.

    Raises Conflict without a factor.
    """
    person = _lock_own_person(actor, person_id)
    if not _factors(person).exists():
        raise Conflict("no_factor", _("Set up a passkey or app codes first."))
    record(actor, RecoveryCodesMade(person_id=person.pk))
    return _replace_recovery_codes(person)


@service(Action.RESET_FACTORS)
def reset_factors(*, actor: Actor, person_id: UUID, reason: str) -> FactorReset:
    """Remove all second factors of a person; end their sessions and revoke their keys.

    The person is notified of the reason. Not permitted on one's own account. Raises Invalid at /reason.
    """
    lock_requirements_shared()
    person = load(people, actor, person_id, Action.RESET_FACTORS, lock=True)
    clean = normalise_text(reason).strip()
    if len(clean) < MIN_REASON_LENGTH or len(clean) > 500 or is_blank(clean) or not is_storable(clean):
        raise Invalid.field("/reason", "invalid", _("Say why, in 10 to 500 characters."))
    _factors(person).delete()
    person.recovery_codes.all().delete()
    reset = FactorReset.objects.create(person=person, reason=clean)
    end_sessions(person.pk)
    revoke_keys(actor=actor, person_id=person.pk)
    refresh_factor_due_dates(actor=actor, person_ids=[person.pk])
    record_access_change(person_id=person.pk, reason="factors_reset")
    record(actor, FactorsReset(person_id=person.pk, reset_id=reset.pk))
    return reset


@service(Reason.SELF)
def use_code(*, actor: Actor, code: str) -> str | None:
    """Accept a code of the app, or a recovery code, as proof of identity; each is valid once.

    Returns which of the two it was (`totp`, `recovery_codes`), None for a wrong code.
    """
    if actor.person_id is None:
        raise SignedOut
    person = User.objects.select_for_update(no_key=True).get(pk=actor.person_id)
    if (row := _factors(person).filter(type=APP_CODES).first()) is not None:
        counter = find_totp_counter(decrypt_secret(row.data["secret"]), code, after=row.data["counter"])
        if counter is not None:
            _record_use(row, counter=counter)
            return str(APP_CODES)
    fits = person.recovery_codes.filter(digest__in=digest_recovery_code(code), used_at=None)
    if fits.update(used_at=now()) == 0:
        return None
    left = person.recovery_codes.filter(used_at=None).count()
    record(actor, RecoveryCodeUsed(person_id=person.pk, left=left))
    return str(Authenticator.Type.RECOVERY_CODES)


@service(Reason.SELF)
def use_passkey(*, actor: Actor, shown: UsedPasskey) -> bool:
    """Record the use of a passkey; return False when its signature counter went back.

    Then a copy of it exists. Passkeys that do not count stay at 0 (WebAuthn Level 3 §6.1.1).
    """
    row = Authenticator.objects.select_for_update().filter(pk=shown.row.pk, user=actor.person_id).first()
    if row is None:
        return False
    before = row.data.get("count", 0)
    if (before or shown.count) and shown.count <= before:
        return False
    _record_use(row, count=shown.count)
    return True


def _lock_own_person(actor: Actor, person_id: UUID) -> User:
    lock_requirements_shared()
    return load(people, actor, person_id, Action.MANAGE_FACTORS, lock=True)


def _factors(person: User) -> QuerySet[Authenticator]:
    return Authenticator.objects.filter(user=person, type__in=FACTORS)  # type: ignore[no-any-return]


def _record_use(row: Authenticator, **facts: int) -> None:
    row.data |= facts
    row.last_used_at = now()
    row.save(update_fields=["data", "last_used_at"])


def _add_factor(actor: Actor, person: User, row: Authenticator, fact: Payload) -> list[str] | None:
    first = not factor_kinds_of([person.pk])[person.pk]
    row.created_at = now()
    row.save()
    refresh_factor_due_dates(actor=actor, person_ids=[person.pk])
    if first:
        end_sessions(person.pk, but=actor.session_id)
    record_access_change(person_id=person.pk, reason="factor_added")
    record(actor, fact)
    return None if person.recovery_codes.exists() else _replace_recovery_codes(person)


def _remove_factor(actor: Actor, person: User, row: Authenticator, fact: Payload) -> None:
    before = factor_kinds_of([person.pk])
    row.delete()
    after = factor_kinds_of([person.pk])
    if not after[person.pk]:
        person.recovery_codes.all().delete()
    refresh_factor_due_dates(actor=actor, person_ids=[person.pk])
    person.refresh_from_db(fields=["factor_due_at"])
    if before != after and may_lack_factor(person):
        raise Conflict("factor_demanded", _("Your role demands this factor. Set up another one first."))
    end_sessions(person.pk, but=actor.session_id)
    record_access_change(person_id=person.pk, reason="factor_removed")
    record(actor, fact)


def _replace_recovery_codes(person: User) -> list[str]:
    codes = generate_recovery_codes()
    person.recovery_codes.all().delete()
    RecoveryCode.objects.bulk_create(
        RecoveryCode(person=person, digest=digest_recovery_code(code)[0]) for code in codes
    )
    return codes


def _build_passkey_event(
    kind: type[PasskeyAdded | PasskeyRemoved], person: User, row: Authenticator
) -> Payload:
    return kind(person_id=person.pk, passkey_id=UUID(row.data["id"]))


def _validate_name(name: str) -> str:
    clean = " ".join(normalise_text(name).split())
    if is_blank(clean) or len(clean) > MAX_NAME_LENGTH:
        raise Invalid.field("/name", "invalid", _("Name the passkey, in up to 80 characters."))
    if has_bidi_controls(clean) or not is_storable(clean):
        raise Invalid.field("/name", "unstorable", _("There is a character here that a name cannot hold."))
    return clean
