"""Second factors of a person: app codes, passkeys, recovery codes. Added, removed, and used."""

from __future__ import annotations

from uuid import UUID

from allauth.mfa.models import Authenticator
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from viche.accounts.codes import counter_of, new_recovery_codes, recovery_digests
from viche.accounts.demands import APP_CODES, FACTORS, PASSKEY, hold_requirements, kinds_of
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
from viche.accounts.models import FactorReset, RecoveryCode, User
from viche.accounts.passkeys import Made, Shown
from viche.accounts.policies import Action, people
from viche.accounts.services.demands import settle_factors
from viche.accounts.services.keys import revoke_keys
from viche.accounts.standing import seems_lacking
from viche.kernel.access import access_changed
from viche.kernel.actor import Actor
from viche.kernel.clock import now
from viche.kernel.errors import Conflict, Invalid, NotFound, SignedOut
from viche.kernel.events import Payload, record
from viche.kernel.ids import uuid7
from viche.kernel.policy import load
from viche.kernel.sealing import seal, unseal
from viche.kernel.services import Reason, service
from viche.kernel.text import has_bidi_controls, is_blank, is_storable, normalised

MOST_PASSKEYS = 20
LONGEST_NAME = 80
SHORTEST_REASON = 10


@service(Action.MANAGE_FACTORS)
def add_app_codes(*, actor: Actor, person_id: UUID, secret: str, code: str) -> list[str] | None:
    """Take an authenticator app as a second factor once it shows a right code of `secret`.

    Returns new recovery codes, readable only now, or None when there are some already. The first factor ends
    every other session: they were opened with less. Raises Conflict, and Invalid at /code.
    """
    person = _mine(actor, person_id)
    if _factors(person).filter(type=APP_CODES).exists():
        raise Conflict("already_set_up", _("App codes are set up already. Remove them first."))
    counter = counter_of(secret, code)
    if counter is None:
        raise Invalid.field("/code", "incorrect_code", _("This code is not right. Take the one shown now."))
    data = {"id": str(uuid7()), "secret": seal(secret), "counter": counter}
    row = Authenticator(user=person, type=APP_CODES, data=data)
    return _add(actor, person, row, AppCodesAdded(person_id=person.pk))


@service(Action.MANAGE_FACTORS)
def add_passkey(
    *, actor: Actor, person_id: UUID, name: str, made: Made
) -> tuple[Authenticator, list[str] | None]:
    """Take a passkey; returns its row, and recovery codes as `add_app_codes` does.

    Raises Invalid at /name, Conflict for one that is known already or one too many.
    """
    person = _mine(actor, person_id)
    known = Authenticator.objects.filter(type=PASSKEY)
    if known.filter(data__credential_id=made.credential_id).exists():
        raise Conflict("already_set_up", _("This passkey is set up already."))
    if known.filter(user=person).count() >= MOST_PASSKEYS:
        raise Conflict("too_many_passkeys", _("You have 20 passkeys already. Remove one first."))
    data = {
        "id": str(uuid7()),
        "name": _checked_name(name),
        "credential_id": made.credential_id,
        "credential": made.credential,
        "count": made.count,
    }
    row = Authenticator(user=person, type=PASSKEY, data=data)
    return row, _add(actor, person, row, _passkey(PasskeyAdded, person, row))


@service(Action.MANAGE_FACTORS)
def remove_app_codes(*, actor: Actor, person_id: UUID) -> None:
    """Trust the authenticator app no more. Raises NotFound, and Conflict where a role demands it."""
    person = _mine(actor, person_id)
    row = _factors(person).filter(type=APP_CODES).first()
    if row is None:
        raise NotFound
    _remove(actor, person, row, AppCodesRemoved(person_id=person.pk))


@service(Action.MANAGE_FACTORS)
def remove_passkey(*, actor: Actor, person_id: UUID, passkey_id: UUID) -> None:
    """Trust a passkey no more. Raises NotFound, and Conflict where a role demands it."""
    person = _mine(actor, person_id)
    row = _factors(person).filter(type=PASSKEY, data__id=str(passkey_id)).first()
    if row is None:
        raise NotFound
    _remove(actor, person, row, _passkey(PasskeyRemoved, person, row))


@service(Action.MANAGE_FACTORS)
def make_recovery_codes(*, actor: Actor, person_id: UUID) -> list[str]:
    """New recovery codes, readable only now; the old ones are worthless. Raises Conflict without a factor."""
    person = _mine(actor, person_id)
    if not _factors(person).exists():
        raise Conflict("no_factor", _("Set up a passkey or app codes first."))
    record(actor, RecoveryCodesMade(person_id=person.pk))
    return _new_codes(person)


@service(Action.RESET_FACTORS)
def reset_factors(*, actor: Actor, person_id: UUID, reason: str) -> FactorReset:
    """Take every second factor of a person away, for who has lost them all; end their sessions and keys.

    The person is told, with the reason. Nobody does this to themselves. Raises Invalid at /reason.
    """
    hold_requirements()
    person = load(people, actor, person_id, Action.RESET_FACTORS, lock=True)
    clean = normalised(reason).strip()
    if len(clean) < SHORTEST_REASON or len(clean) > 500 or is_blank(clean) or not is_storable(clean):
        raise Invalid.field("/reason", "invalid", _("Say why, in 10 to 500 characters."))
    _factors(person).delete()
    person.recovery_codes.all().delete()
    reset = FactorReset.objects.create(person=person, reason=clean)
    end_sessions(person.pk)
    revoke_keys(actor=actor, person_id=person.pk)
    settle_factors(actor=actor, person_ids=[person.pk])
    access_changed(person_id=person.pk, reason="factors_reset")
    record(actor, FactorsReset(person_id=person.pk, reset_id=reset.pk))
    return reset


@service(Reason.SELF)
def use_code(*, actor: Actor, code: str) -> str | None:
    """Take a code of the app, or a recovery code, as proof of who the actor is; each is good once.

    Returns which of the two it was (`totp`, `recovery_codes`), None for a wrong one.
    """
    if actor.person_id is None:
        raise SignedOut
    person = User.objects.select_for_update(no_key=True).get(pk=actor.person_id)
    if (row := _factors(person).filter(type=APP_CODES).first()) is not None:
        counter = counter_of(unseal(row.data["secret"]), code, after=row.data["counter"])
        if counter is not None:
            _note_used(row, counter=counter)
            return str(APP_CODES)
    fits = person.recovery_codes.filter(digest__in=recovery_digests(code), used_at=None)
    if fits.update(used_at=now()) == 0:
        return None
    left = person.recovery_codes.filter(used_at=None).count()
    record(actor, RecoveryCodeUsed(person_id=person.pk, left=left))
    return str(Authenticator.Type.RECOVERY_CODES)


@service(Reason.SELF)
def use_passkey(*, actor: Actor, shown: Shown) -> bool:
    """Note that a passkey was used. False when its count has gone back: then there is a copy of it.

    Passkeys that do not count stay at 0 (WebAuthn Level 3 §6.1.1).
    """
    row = Authenticator.objects.select_for_update().filter(pk=shown.row.pk, user=actor.person_id).first()
    if row is None:
        return False
    before = row.data.get("count", 0)
    if (before or shown.count) and shown.count <= before:
        return False
    _note_used(row, count=shown.count)
    return True


def _mine(actor: Actor, person_id: UUID) -> User:
    hold_requirements()
    return load(people, actor, person_id, Action.MANAGE_FACTORS, lock=True)


def _factors(person: User) -> QuerySet[Authenticator]:
    return Authenticator.objects.filter(user=person, type__in=FACTORS)  # type: ignore[no-any-return]


def _note_used(row: Authenticator, **facts: int) -> None:
    row.data |= facts
    row.last_used_at = now()
    row.save(update_fields=["data", "last_used_at"])


def _add(actor: Actor, person: User, row: Authenticator, fact: Payload) -> list[str] | None:
    first = not kinds_of([person.pk])[person.pk]
    row.created_at = now()
    row.save()
    settle_factors(actor=actor, person_ids=[person.pk])
    if first:
        end_sessions(person.pk, but=actor.session_id)
    access_changed(person_id=person.pk, reason="factor_added")
    record(actor, fact)
    return None if person.recovery_codes.exists() else _new_codes(person)


def _remove(actor: Actor, person: User, row: Authenticator, fact: Payload) -> None:
    before = kinds_of([person.pk])
    row.delete()
    after = kinds_of([person.pk])
    if not after[person.pk]:
        person.recovery_codes.all().delete()
    settle_factors(actor=actor, person_ids=[person.pk])
    person.refresh_from_db(fields=["factor_due_at"])
    if before != after and seems_lacking(person):
        raise Conflict("factor_demanded", _("Your role demands this factor. Set up another one first."))
    end_sessions(person.pk, but=actor.session_id)
    access_changed(person_id=person.pk, reason="factor_removed")
    record(actor, fact)


def _new_codes(person: User) -> list[str]:
    codes = new_recovery_codes()
    person.recovery_codes.all().delete()
    RecoveryCode.objects.bulk_create(
        RecoveryCode(person=person, digest=recovery_digests(code)[0]) for code in codes
    )
    return codes


def _passkey(kind: type[PasskeyAdded | PasskeyRemoved], person: User, row: Authenticator) -> Payload:
    return kind(person_id=person.pk, passkey_id=UUID(row.data["id"]))


def _checked_name(name: str) -> str:
    clean = " ".join(normalised(name).split())
    if is_blank(clean) or len(clean) > LONGEST_NAME:
        raise Invalid.field("/name", "invalid", _("Name the passkey, in up to 80 characters."))
    if has_bidi_controls(clean) or not is_storable(clean):
        raise Invalid.field("/name", "unstorable", _("There is a character here that a name cannot hold."))
    return clean
