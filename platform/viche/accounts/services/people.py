"""Create, change, deactivate and reactivate people."""

from __future__ import annotations

from functools import cache
from uuid import UUID
from zoneinfo import available_timezones

from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils.translation import gettext, gettext_lazy as _, override

from viche.accounts.administration import check_another_remains, lock_administrators
from viche.accounts.approvals.services import cancel_approvals_about
from viche.accounts.credentials import assign_password, replace_password, void_links
from viche.accounts.emails import validate_email_address
from viche.accounts.ended_sessions import end_sessions
from viche.accounts.events import (
    AdministratorMade,
    PersonChanged,
    PersonCreated,
    PersonDeactivated,
    PersonReactivated,
    PersonRenamed,
)
from viche.accounts.factor_requirements import lock_requirements_shared
from viche.accounts.models import AccountDecision, DecisionKind, Gender, Language, User
from viche.accounts.policies import Action, people
from viche.accounts.reactivation import check_may_be_reactivated
from viche.accounts.reasons import validate_reason
from viche.accounts.roles import find_office_holder_ids
from viche.accounts.services.administrators import revoke_role
from viche.accounts.services.factor_requirements import refresh_factor_due_dates
from viche.kernel.access import record_access_change
from viche.kernel.actor import Actor
from viche.kernel.clock import now
from viche.kernel.errors import Forbidden, Invalid, SignedOut
from viche.kernel.events import record
from viche.kernel.name_validation import check_alphabets
from viche.kernel.policy import load
from viche.kernel.services import Reason, service
from viche.kernel.text import has_bidi_controls, is_blank, is_storable, normalise_text
from viche.kernel.versions import check_version, save_new_version


@service(Action.CREATE)
def create_person(
    *,
    actor: Actor,
    email: str,
    name_uk: str,
    name_en: str = "",
    grammatical_gender: str = Gender.NEUTRAL,
    language: str = Language.UKRAINIAN,
    time_zone: str = "Europe/Kyiv",
    password: str | None = None,
    is_administrator: bool = False,
) -> User:
    """Create a person. Without a password, signing in with one is impossible until it is set.

    Only a command on the server creates an administrator. Raises Forbidden, and Invalid for a taken address
    or an invalid field.
    """
    if actor.is_anonymous:
        raise SignedOut
    if not people.may_create(actor) or (is_administrator and not actor.is_system):
        raise Forbidden
    person = User(
        email=validate_email_address(email),
        name_uk=_validate_name("/name_uk", name_uk),
        name_en=_validate_name("/name_en", name_en) if name_en else "",
        grammatical_gender=_validate_choice("/gender", grammatical_gender, Gender.values),
        language=_validate_choice("/language", language, Language.values),
        time_zone=_validate_time_zone(time_zone),
        is_staff=is_administrator,
        is_superuser=is_administrator,
    )
    assign_password(person, password)
    try:
        with transaction.atomic():
            person.save(force_insert=True)
    except IntegrityError as error:
        raise Invalid.field("/email", "taken", _("This e-mail address is already in use.")) from error
    record(actor, PersonCreated(person_id=person.pk))
    if is_administrator:
        refresh_factor_due_dates(actor=actor, person_ids=[person.pk])
    return person


@service(Reason.SYSTEM)
def create_administrator(*, actor: Actor, email: str, name_uk: str, password: str) -> User:
    """Create an administrator by a command on the server. Present holders of offices are notified.

    Raises Invalid for a taken address or an invalid field.
    """
    holders = find_office_holder_ids()
    person = create_person(
        actor=actor, email=email, name_uk=name_uk, password=password, is_administrator=True
    )
    if holders:
        with override(settings.LANGUAGE_CODE):
            reason = gettext("Created by a command on the server.")
        decision = AccountDecision.objects.create(
            person=person, kind=DecisionKind.ADMINISTRATOR_MADE, reason=reason
        )
        record(actor, AdministratorMade(person_id=person.pk, decision_id=decision.pk))
    return person


@service(Action.EDIT)
def update_me(
    *,
    actor: Actor,
    expected_version: int,
    language: str | None = None,
    time_zone: str | None = None,
    grammatical_gender: str | None = None,
    shows_presence: bool | None = None,
) -> User:
    """Change one's own preferences; None leaves a field as it is.

    Raises Stale when the account has another version, Invalid for an unknown choice.
    """
    if actor.person_id is None:
        raise SignedOut
    person = load(people, actor, actor.person_id, Action.EDIT, lock=True)
    check_version(person, expected_version)
    wanted: dict[str, str | bool] = {}
    if language is not None:
        wanted["language"] = _validate_choice("/language", language, Language.values)
    if time_zone is not None:
        wanted["time_zone"] = _validate_time_zone(time_zone)
    if grammatical_gender is not None:
        wanted["grammatical_gender"] = _validate_choice("/gender", grammatical_gender, Gender.values)
    if shows_presence is not None:
        wanted["shows_presence"] = shows_presence
    changed = {name: value for name, value in wanted.items() if getattr(person, name) != value}
    if changed:
        for name, value in changed.items():
            setattr(person, name, value)
        save_new_version(person, *changed)
        record(
            actor,
            PersonChanged(person_id=person.pk, fields=tuple(sorted(changed)), row_version=person.version),
        )
    return person


@service(Action.RENAME)
def rename_person(
    *, actor: Actor, person_id: UUID, expected_version: int, name_uk: str, name_en: str = "", reason: str
) -> User:
    """Correct the displayed name of a person, who is notified of the reason.

    The corrected name applies to everything that they wrote. The same name again changes nothing. Raises
    NotFound, Forbidden, Stale, Invalid.
    """
    person = load(people, actor, person_id, Action.RENAME)
    check_version(person, expected_version)
    clean, why = _validate_name("/name_uk", name_uk), validate_reason(reason)
    in_english = _validate_name("/name_en", name_en) if name_en else ""
    if (clean, in_english) == (person.name_uk, person.name_en):
        return person
    cancel_approvals_about(actor=actor, person_id=person.pk)
    person = load(people, actor, person_id, Action.RENAME, lock=True)
    check_version(person, expected_version)
    person.name_uk, person.name_en = clean, in_english
    save_new_version(person, "name_uk", "name_en")
    decision = AccountDecision.objects.create(
        person=person, kind=DecisionKind.RENAMED, reason=why, by_id=actor.person_id
    )
    record(actor, PersonRenamed(person_id=person.pk, decision_id=decision.pk, row_version=person.version))
    return person


@service(Action.SET_PASSWORD)
def change_password(*, actor: Actor, person_id: UUID, password: str) -> User:
    """Set a password and end every session of the person except the one that asks.

    Tokens stay valid: they are listed, and revoked one by one. Password links become void. Raises Invalid at
    `/password` for a weak one.
    """
    person = load(people, actor, person_id, Action.SET_PASSWORD, lock=True)
    return replace_password(actor, person, password)


@service(Action.DEACTIVATE)
def deactivate_person(
    *, actor: Actor, person_id: UUID, reason: str = "", until_erasure: bool = False
) -> User:
    """End all access of a person at once: sessions, sockets, tokens and links. What they did stays.

    The administrator role ends as well, so that one administrator cannot make another by a reactivation.
    `until_erasure`: what they hold in person (roles, shares, administrations, requests) stays, and works
    again when they stop the erasure. Doing it again changes nothing. Raises Conflict for the last
    administrator.
    """
    lock_requirements_shared()
    running = lock_administrators()
    person = load(people, actor, person_id, Action.DEACTIVATE, lock=True)
    if not person.is_active:
        return person
    check_another_remains(person, running)
    person.deactivation_reason = validate_reason(reason) if reason else ""
    if person.is_superuser and not until_erasure:
        # The person may read this reason; the one of the deactivation is for administrators.
        with override(settings.LANGUAGE_CODE):
            revoke_role(actor=actor, person=person, reason=gettext("The account was closed."))
    person.is_active = False
    save_new_version(person, "is_active", "deactivation_reason")
    end_sessions(person.pk)
    person.tokens.filter(revoked_at=None).update(revoked_at=now())
    void_links(person)
    record_access_change(person_id=person.pk, reason="person_deactivated")
    record(actor, PersonDeactivated(person_id=person.pk, until_erasure=until_erasure))
    return person


@service(Action.REACTIVATE)
def reactivate_person(*, actor: Actor, person_id: UUID) -> User:
    """Let a person sign in again. Ended sessions and revoked tokens stay ended.

    Raises Conflict while an erasure of the person runs, except for the system, which stops it.
    """
    person = load(people, actor, person_id, Action.REACTIVATE, lock=True)
    if person.is_active:
        return person
    if not actor.is_system:
        check_may_be_reactivated(person.pk)
    person.is_active, person.deactivation_reason, person.reactivated_at = True, "", now()
    save_new_version(person, "is_active", "deactivation_reason", "reactivated_at")
    record_access_change(person_id=person.pk, reason="person_reactivated")
    record(actor, PersonReactivated(person_id=person.pk))
    return person


def _validate_name(pointer: str, name: str) -> str:
    clean = " ".join(normalise_text(name).split())
    if is_blank(clean):
        raise Invalid.field(pointer, "blank", _("Write the name."))
    if len(clean) > 120:
        raise Invalid.field(pointer, "max_length", _("The name is longer than 120 characters."))
    if has_bidi_controls(clean) or not is_storable(clean):
        raise Invalid.field(pointer, "unstorable", _("There is a character here that a name cannot hold."))
    check_alphabets([(pointer, clean)])
    return clean


def _validate_choice(pointer: str, value: str, choices: list[str]) -> str:
    if value not in choices:
        raise Invalid.field(pointer, "invalid_choice", _("There is no such choice."))
    return value


# Cached: the list is read from disk, file by file, and does not change while a process runs.
_zones = cache(available_timezones)


def _validate_time_zone(name: str) -> str:
    if name not in _zones():
        raise Invalid.field("/time_zone", "invalid_choice", _("There is no such time zone."))
    return name
