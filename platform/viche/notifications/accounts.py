"""Notifications about one's own account: everything that makes sign-in easier or harder."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar
from uuid import UUID
from zoneinfo import ZoneInfo

from allauth.mfa.models import Authenticator
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _, ngettext

import viche.accounts.events  # noqa: F401 - registers the payloads read below
from viche.accounts.models import AccountDecision, FactorReset, IdentityProvider, PersonalAccessToken, User
from viche.accounts.roles import find_office_holder_ids
from viche.accounts.selectors import list_administrator_ids
from viche.kernel.actor import Actor
from viche.kernel.models import Event
from viche.kernel.text import translate_field
from viche.notifications.models import Notification
from viche.notifications.registry import (
    Loader,
    Notice,
    NoticeContext,
    Recipient,
    Recipients,
    Topic,
    Words,
    always,
    build_recipients,
    find_person,
    load_nothing,
    load_rows_unscoped,
    register_notices,
)

T = TypeVar("T")
OWN_ACCOUNT, ADMINISTRATOR, HOLDS_OFFICE = "own_account", "administrator", "holds_office"
NOT_YOU = _("If this was not you, change your password and sign out everywhere, then tell an administrator.")
ABOUT_ACCOUNT = _("This is about your own account.")
GIVEN_REASON = _("Reason: %(reason)s")
RUNS_SYSTEM = _("You get this because you run the system.")
DECIDED_BY = _("Decided by: %(name)s.")


@dataclass(frozen=True, kw_only=True)
class AccountNotice(Notice[T]):
    """A notice about one's own account."""

    topic: Topic = Topic.ACCOUNT
    recipients: Recipients = find_person(OWN_ACCOUNT)  # noqa: RUF009 - a function
    body: Words[T] = NOT_YOU
    reason: Words[T] = ABOUT_ACCOUNT
    url: Words[T] = "/settings/security"
    also_who_did_it: bool = True


# ---- recipients and rows -----------------------------------------------------------------------------------


def _list_person_and_administrators(event: Event) -> Iterable[Recipient]:
    person_id = UUID(event.data["person_id"])
    administrators = set(list_administrator_ids()) - {person_id}
    return [Recipient(person_id, OWN_ACCOUNT), *build_recipients(ADMINISTRATOR, administrators)]


def _list_person_and_overseers(event: Event) -> Iterable[Recipient]:
    """Return the person and the administrators, and all holders of offices for a command on the server."""
    recipients = list(_list_person_and_administrators(event))
    if event.actor_id is None:
        others = find_office_holder_ids() - {one.person_id for one in recipients}
        recipients += build_recipients(HOLDS_OFFICE, others)
    return recipients


def _list_administrators(event: Event) -> Iterable[Recipient]:
    """Return the administrators, unless the system acted: a person who stops an erasure answers to nobody."""
    return [] if event.actor_id is None else build_recipients(ADMINISTRATOR, list_administrator_ids())


def _find_signed_out_owner(event: Event) -> Iterable[Recipient]:
    """Return the owner, unless they signed themselves out."""
    own = str(event.actor_id) == event.data["person_id"]
    return [] if own else [Recipient(UUID(event.data["person_id"]), OWN_ACCOUNT)]


def _load_passkey_names(_reader: Actor, notifications: Sequence[Notification]) -> dict[UUID, str | None]:
    """Return the names of passkeys; None for one that does not exist any more."""
    ids = {one.pk: one.event.data["passkey_id"] for one in notifications}
    rows = Authenticator.objects.filter(type="webauthn", data__id__in=set(ids.values()))
    names = {data["id"]: data["name"] for data in rows.values_list("data", flat=True)}
    return {pk: names.get(passkey_id) for pk, passkey_id in ids.items()}


def _load_token_names(reader: Actor, notifications: Sequence[Notification]) -> dict[UUID, str | None]:
    """Return the names of tokens; None for one that is not valid any more."""
    tokens = load_rows_unscoped(PersonalAccessToken.live.all(), "token_id")(reader, notifications)
    return {one.pk: tokens[one.pk].name if one.pk in tokens else None for one in notifications}


def _add_actors(load: Loader[Any]) -> Loader[tuple[Any, User | None]]:
    """Return a loader of the same rows, each with the person who acted."""

    def load_both(
        reader: Actor, notifications: Sequence[Notification]
    ) -> dict[UUID, tuple[Any, User | None]]:
        actors = User.objects.in_bulk([one.event.actor_id for one in notifications])
        by = {one.pk: actors.get(one.event.actor_id) for one in notifications}
        return {pk: (row, by[pk]) for pk, row in load(reader, notifications).items()}

    return load_both


_load_decisions = load_rows_unscoped(AccountDecision.objects.select_related("person", "by"), "decision_id")


# ---- texts -------------------------------------------------------------------------------------------------


def _describe_decision(context: NoticeContext[AccountDecision]) -> dict[str, str]:
    return {"name": translate_field(context.row.person, "name"), "reason": context.row.reason}


def _describe_decision_to_others(context: NoticeContext[AccountDecision]) -> str:
    by = context.row.by
    decided = DECIDED_BY % {"name": translate_field(by, "name")} if by else ""
    return f"{decided}\n{GIVEN_REASON % _describe_decision(context)}".strip()


def _describe_codes_left(context: NoticeContext[None]) -> str:
    left = int(context.event.data["left"])
    rest = ngettext("%(left)d code is left.", "%(left)d codes are left.", left) % {"left": left}
    return f"{rest} {NOT_YOU}"


def _describe_reset(context: NoticeContext[FactorReset]) -> str:
    reason = GIVEN_REASON % {"reason": context.row.reason}
    rest = _("Sign in with your password and set up a new passkey or app codes.")
    return f"{reason}\n{rest}"


def _is_factor_due(context: NoticeContext[User]) -> bool:
    """Return whether the person still lacks the factor."""
    due_at = context.row.factor_due_at
    return due_at is not None and context.event.data["due_at"] == due_at.isoformat()


def _describe_due_day(context: NoticeContext[User]) -> dict[str, str]:
    person = context.row
    if person.factor_due_at is None:
        return {}
    return {"day": date_format(person.factor_due_at.astimezone(ZoneInfo(person.time_zone)), "DATE_FORMAT")}


register_notices(
    *(
        AccountNotice[None](kind, load=load_nothing, title=title)
        for kind, title in (
            ("accounts.app_codes_added", _("App codes were added to your account")),
            ("accounts.app_codes_removed", _("App codes were removed from your account")),
            ("accounts.passkey_removed", _("A passkey was removed from your account")),
            ("accounts.recovery_codes_made", _("New recovery codes were made for your account")),
        )
    ),
    *(
        AccountNotice[str | None](
            kind,
            load=load,
            fields=lambda n: {"name": n.row},
            title=lambda n, named=named, unnamed=unnamed: unnamed if n.row is None else named,
        )
        for kind, load, named, unnamed in (
            (
                "accounts.passkey_added",
                _load_passkey_names,
                _("A passkey was added to your account: “%(name)s”"),
                _("A passkey was added to your account"),
            ),
            (
                "accounts.token_issued",
                _load_token_names,
                _("An access token was made for your account: “%(name)s”"),
                _("An access token was made for your account"),
            ),
        )
    ),
    *(
        AccountNotice[IdentityProvider](
            kind,
            load=load_rows_unscoped(IdentityProvider.objects.all(), "provider_id"),
            fields=lambda n: {"name": translate_field(n.row, "name")},
            title=title,
        )
        for kind, title in (
            (
                "accounts.identity_linked",
                _("One can now sign in to your account through “%(name)s”"),
            ),
            (
                "accounts.identity_unlinked",
                _("Sign-in to your account through “%(name)s” was removed"),
            ),
        )
    ),
    AccountNotice[None](
        "accounts.recovery_code_used",
        load=load_nothing,
        title=_("A recovery code was used to prove that it is you"),
        body=_describe_codes_left,
    ),
    AccountNotice[FactorReset](
        "accounts.factors_reset",
        load=load_rows_unscoped(FactorReset.objects.all(), "reset_id"),
        title=_("An administrator removed your second factors"),
        body=_describe_reset,
    ),
    AccountNotice[User](
        "accounts.factor_due_changed",
        load=load_rows_unscoped(User.objects.all(), "person_id"),
        still_true=_is_factor_due,
        needs_answer=always,
        fields=_describe_due_day,
        title=_("Your role needs a second way to sign in, from %(day)s"),
        body=_("Set up a passkey or app codes. From that day on nothing else opens without them."),
        url="/second-factor",
    ),
    AccountNotice[AccountDecision](
        "accounts.person_renamed",
        load=_load_decisions,
        fields=_describe_decision,
        title=_("Your name is written now: %(name)s"),
        body=GIVEN_REASON,
        url="/settings",
    ),
    *(
        AccountNotice[AccountDecision](
            kind,
            recipients=recipients,
            load=_load_decisions,
            fields=_describe_decision,
            title={OWN_ACCOUNT: own, ADMINISTRATOR: other, HOLDS_OFFICE: other},
            body={
                OWN_ACCOUNT: GIVEN_REASON,
                ADMINISTRATOR: _describe_decision_to_others,
                HOLDS_OFFICE: _describe_decision_to_others,
            },
            reason={
                OWN_ACCOUNT: ABOUT_ACCOUNT,
                ADMINISTRATOR: RUNS_SYSTEM,
                HOLDS_OFFICE: _("You hold an office, or run the system."),
            },
            url={OWN_ACCOUNT: "/settings", ADMINISTRATOR: "/people", HOLDS_OFFICE: "/approvals"},
        )
        for kind, recipients, own, other in (
            (
                "accounts.administrator_made",
                _list_person_and_overseers,
                _("You run the system now"),
                _("Runs the system from now on: %(name)s"),
            ),
            (
                "accounts.administrator_unmade",
                _list_person_and_administrators,
                _("You do not run the system any more"),
                _("Does not run the system any more: %(name)s"),
            ),
        )
    ),
    *(
        AccountNotice[tuple[Any, User | None]](
            kind,
            recipients=_list_administrators,
            load=_add_actors(load_rows_unscoped(rows, id_field)),
            fields=lambda n: {"name": translate_field(n.row[0], "name")},
            title=title,
            body=lambda n: DECIDED_BY % {"name": translate_field(n.row[1], "name")},
            reason=RUNS_SYSTEM,
            url=url,
            also_who_did_it=False,
        )
        for title, kind, rows, id_field, url in (
            (
                _("A deactivated account works again: %(name)s"),
                "accounts.person_reactivated",
                User.objects.all(),
                "person_id",
                "/people",
            ),
            (
                _("Sign-in through “%(name)s” was changed"),
                "accounts.provider_changed",
                IdentityProvider.objects.all(),
                "provider_id",
                "/identity-providers",
            ),
        )
    ),
    *(
        AccountNotice[None](
            kind,
            recipients=_find_signed_out_owner,
            load=load_nothing,
            title=title,
            body=body,
            also_who_did_it=False,
        )
        for kind, title, body in (
            (
                "accounts.signed_out_everywhere",
                _("An administrator ended all your sign-ins"),
                _("Sign in again. If you do not know why, ask an administrator."),
            ),
            (
                "accounts.token_revoked",
                _("An access token of yours was revoked"),
                _(
                    "What used it stops. If it is needed, make a new one. If you do not know why, ask an "
                    "administrator."
                ),
            ),
        )
    ),
)
