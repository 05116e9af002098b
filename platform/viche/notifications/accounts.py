"""Notifications about one's own account: everything that makes sign-in easier or harder."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import partial
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from allauth.mfa.models import Authenticator
from django.utils.formats import date_format
from django.utils.translation import gettext as _, ngettext

import viche.accounts.events  # noqa: F401 - registers the payloads read below
from viche.accounts.models import AccountDecision, FactorReset, IdentityProvider, PersonalAccessToken, User
from viche.accounts.selectors import list_administrator_ids
from viche.kernel.actor import Actor
from viche.kernel.models import Event
from viche.kernel.text import translate_field
from viche.notifications.models import Notification
from viche.notifications.registry import NotificationText, Recipient, Topic, register_notice, render_bilingual

SETTINGS_PATH, SETUP_PATH = "/settings", "/second-factor"
# Loader returns the subject of each notification by id; Renderer its text (None: nothing to tell any more).
Loader = Callable[[Sequence[Notification]], Mapping[UUID, Any]]
Renderer = Callable[[Notification, Any], NotificationText | None]


def _list_owner(event: Event) -> Iterable[Recipient]:
    return [Recipient(UUID(event.data["person_id"]), "own_account")]


def _build_text(
    title: Callable[[], str], body: Callable[[], str], url: str = SETTINGS_PATH
) -> NotificationText:
    reason = render_bilingual(lambda: _("This is about your own account."))
    return NotificationText(
        title=render_bilingual(title), body=render_bilingual(body), reason=reason, url=url
    )


def _describe_not_you() -> str:
    return _("If this was not you, change your password and sign out everywhere, then tell an administrator.")


def _load_nothing(_notifications: Sequence[Notification]) -> Mapping[UUID, Any]:
    return {}


def _build_plain_renderer(title: Callable[[], str]) -> Renderer:
    return lambda _one, _about: _build_text(title, _describe_not_you)


def _describe_sign_in_again() -> str:
    return _("Sign in again. If you do not know why, ask an administrator.")


def _describe_token_replacement() -> str:
    return _(
        "What used it stops. If it is needed, make a new one. If you do not know why, ask an administrator."
    )


def _load_passkey_names(notifications: Sequence[Notification]) -> Mapping[UUID, str]:
    """Return the names of passkeys that still exist, by notification."""
    ids = {one.pk: one.event.data["passkey_id"] for one in notifications}
    rows = Authenticator.objects.filter(type="webauthn", data__id__in=set(ids.values()))
    names = {data["id"]: data["name"] for data in rows.values_list("data", flat=True)}
    return {pk: names[passkey_id] for pk, passkey_id in ids.items() if passkey_id in names}


def _render_passkey_added(_one: Notification, name: str | None) -> NotificationText:
    if name is None:
        return _build_text(lambda: _("A passkey was added to your account"), _describe_not_you)
    return _build_text(
        lambda: _("A passkey was added to your account: “%(name)s”") % {"name": name}, _describe_not_you
    )


def _load_token_names(notifications: Sequence[Notification]) -> Mapping[UUID, str]:
    """Return the names of tokens that are still valid, by notification."""
    ids = {one.pk: UUID(one.event.data["token_id"]) for one in notifications}
    known = PersonalAccessToken.live.in_bulk(set(ids.values()))
    return {pk: known[token_id].name for pk, token_id in ids.items() if token_id in known}


def _render_token_issued(_one: Notification, name: str | None) -> NotificationText:
    if name is None:
        return _build_text(lambda: _("An access token was made for your account"), _describe_not_you)
    return _build_text(
        lambda: _("An access token was made for your account: “%(name)s”") % {"name": name}, _describe_not_you
    )


def _load_providers(notifications: Sequence[Notification]) -> Mapping[UUID, IdentityProvider]:
    ids = {one.pk: UUID(one.event.data["provider_id"]) for one in notifications}
    known = IdentityProvider.objects.in_bulk(set(ids.values()))
    return {pk: known[provider_id] for pk, provider_id in ids.items() if provider_id in known}


def _build_identity_renderer(title: Callable[[], str]) -> Renderer:
    """Return a renderer; `title` has a placeholder for the name of the provider."""

    def say(_one: Notification, provider: IdentityProvider | None) -> NotificationText | None:
        if provider is None:
            return None

        def named() -> str:
            return title() % {"name": translate_field(provider, "name")}

        return _build_text(named, _describe_not_you)

    return say


def _render_code_used(one: Notification, _about: None) -> NotificationText:
    left = int(one.event.data["left"])

    def body() -> str:
        rest = ngettext("%(left)d code is left.", "%(left)d codes are left.", left) % {"left": left}
        return f"{rest} {_describe_not_you()}"

    return _build_text(lambda: _("A recovery code was used to prove that it is you"), body)


def _load_resets(notifications: Sequence[Notification]) -> Mapping[UUID, FactorReset]:
    ids = {one.pk: UUID(one.event.data["reset_id"]) for one in notifications}
    known = FactorReset.objects.in_bulk(set(ids.values()))
    return {pk: known[reset_id] for pk, reset_id in ids.items() if reset_id in known}


def _render_reset(_one: Notification, reset: FactorReset | None) -> NotificationText | None:
    if reset is None:
        return None

    def body() -> str:
        reason = _("Reason: %(reason)s") % {"reason": reset.reason}
        return f"{reason}\n" + _("Sign in with your password and set up a new passkey or app codes.")

    return _build_text(lambda: _("An administrator removed your second factors"), body)


def _load_people(notifications: Sequence[Notification]) -> Mapping[UUID, User]:
    known = User.objects.in_bulk({one.person_id for one in notifications})
    return {one.pk: known[one.person_id] for one in notifications}


def _render_due(one: Notification, person: User) -> NotificationText | None:
    """Return the text while the person still lacks the factor; None otherwise."""
    due_at = person.factor_due_at
    if due_at is None or one.event.data["due_at"] != due_at.isoformat():
        return None
    day = partial(date_format, due_at.astimezone(ZoneInfo(person.time_zone)), "DATE_FORMAT")
    return _build_text(
        lambda: _("Your role needs a second way to sign in, from %(day)s") % {"day": day()},
        lambda: _("Set up a passkey or app codes. From that day on nothing else opens without them."),
        SETUP_PATH,
    )


def _build_render(
    load: Loader, say: Renderer
) -> Callable[[Actor, Sequence[Notification]], Mapping[UUID, NotificationText]]:
    def render(_reader: Actor, notifications: Sequence[Notification]) -> Mapping[UUID, NotificationText]:
        about = load(notifications)
        said = {one.pk: say(one, about.get(one.pk)) for one in notifications}
        return {pk: words for pk, words in said.items() if words is not None}

    return render


def _load_decisions(notifications: Sequence[Notification]) -> Mapping[UUID, AccountDecision]:
    ids = {one.pk: UUID(one.event.data["decision_id"]) for one in notifications}
    known = AccountDecision.objects.select_related("person", "by").in_bulk(set(ids.values()))
    return {pk: known[decision_id] for pk, decision_id in ids.items() if decision_id in known}


def _describe_reason(decision: AccountDecision) -> str:
    return _("Reason: %(reason)s") % {"reason": decision.reason}


def _render_renamed(_one: Notification, decision: AccountDecision | None) -> NotificationText | None:
    if decision is None:
        return None

    def title() -> str:
        return _("Your name is written now: %(name)s") % {"name": translate_field(decision.person, "name")}

    return _build_text(title, partial(_describe_reason, decision))


def _build_administration_renderer(own: Callable[[], str], title: Callable[[], str]) -> Renderer:
    """Return a renderer: `own` for the person, `title` (with their name) for administrators."""

    def say(one: Notification, decision: AccountDecision | None) -> NotificationText | None:
        if decision is None:
            return None
        if one.person_id == decision.person_id:
            return _build_text(own, partial(_describe_reason, decision))
        return NotificationText(
            title=render_bilingual(lambda: title() % {"name": translate_field(decision.person, "name")}),
            body=render_bilingual(lambda: _describe_decision(decision)),
            reason=render_bilingual(lambda: _("You get this because you run the system.")),
            url="/people",
        )

    return say


def _describe_decision(decision: AccountDecision) -> str:
    by = _("Decided by: %(name)s.") % {"name": translate_field(decision.by, "name")} if decision.by else ""
    return f"{by}\n{_describe_reason(decision)}".strip()


def _list_person_and_administrators(event: Event) -> Iterable[Recipient]:
    """Return the person and all administrators."""
    person_id = UUID(event.data["person_id"])
    others = (Recipient(pk, "administrator") for pk in list_administrator_ids() if pk != person_id)
    return [Recipient(person_id, "own_account"), *others]


def _list_signed_out_owner(event: Event) -> Iterable[Recipient]:
    """Return the owner, unless they signed themselves out."""
    return _list_owner(event) if str(event.actor_id) != event.data["person_id"] else []


NOTICES: dict[str, tuple[Loader, Renderer]] = {
    "accounts.app_codes_added": (
        _load_nothing,
        _build_plain_renderer(lambda: _("App codes were added to your account")),
    ),
    "accounts.app_codes_removed": (
        _load_nothing,
        _build_plain_renderer(lambda: _("App codes were removed from your account")),
    ),
    "accounts.passkey_added": (_load_passkey_names, _render_passkey_added),
    "accounts.token_issued": (_load_token_names, _render_token_issued),
    "accounts.passkey_removed": (
        _load_nothing,
        _build_plain_renderer(lambda: _("A passkey was removed from your account")),
    ),
    "accounts.recovery_codes_made": (
        _load_nothing,
        _build_plain_renderer(lambda: _("New recovery codes were made for your account")),
    ),
    "accounts.recovery_code_used": (_load_nothing, _render_code_used),
    "accounts.identity_linked": (
        _load_providers,
        _build_identity_renderer(lambda: _("One can now sign in to your account through “%(name)s”")),
    ),
    "accounts.identity_unlinked": (
        _load_providers,
        _build_identity_renderer(lambda: _("Nobody signs in to your account through “%(name)s” any more")),
    ),
    "accounts.factors_reset": (_load_resets, _render_reset),
    "accounts.factor_due_changed": (_load_people, _render_due),
    "accounts.person_renamed": (_load_decisions, _render_renamed),
}
ADMINISTRATOR_NOTICES: dict[str, Renderer] = {
    "accounts.administrator_made": _build_administration_renderer(
        lambda: _("You run the system now"), lambda: _("Runs the system from now on: %(name)s")
    ),
    "accounts.administrator_unmade": _build_administration_renderer(
        lambda: _("You do not run the system any more"),
        lambda: _("Does not run the system any more: %(name)s"),
    ),
}
for kind, (load, say) in NOTICES.items():
    register_notice(
        kind,
        topic=Topic.ACCOUNT,
        recipients=_list_owner,
        render=_build_render(load, say),
        also_who_did_it=True,
    )
for kind, say in ADMINISTRATOR_NOTICES.items():
    register_notice(
        kind,
        topic=Topic.ACCOUNT,
        recipients=_list_person_and_administrators,
        render=_build_render(_load_decisions, say),
        also_who_did_it=True,
    )
register_notice(
    "accounts.signed_out_everywhere",
    topic=Topic.ACCOUNT,
    recipients=_list_signed_out_owner,
    render=_build_render(
        _load_nothing,
        lambda _one, _about: _build_text(
            lambda: _("An administrator ended all your sign-ins"), _describe_sign_in_again
        ),
    ),
)
register_notice(
    "accounts.token_revoked",
    topic=Topic.ACCOUNT,
    recipients=_list_signed_out_owner,
    render=_build_render(
        _load_nothing,
        lambda _one, _about: _build_text(
            lambda: _("An access token of yours was revoked"), _describe_token_replacement
        ),
    ),
)
