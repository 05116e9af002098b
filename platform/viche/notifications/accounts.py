"""What people are told of their own accounts: whatever makes it easier or harder to sign in as them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import partial
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from allauth.mfa.models import Authenticator
from django.utils.formats import date_format
from django.utils.translation import get_language, gettext as _, ngettext

import viche.accounts.events  # noqa: F401 - registers the payloads read below
from viche.accounts.models import AccountDecision, FactorReset, IdentityProvider, PersonalAccessToken, User
from viche.accounts.selectors import administrators
from viche.kernel.actor import Actor
from viche.kernel.models import Event
from viche.notifications.models import Notification
from viche.notifications.registry import Recipient, Topic, Words, in_both, notice

SETTINGS, SET_UP = "/settings", "/second-factor"
# What a notification is about, by its id; and what it says of that (None: nothing any more).
Load = Callable[[Sequence[Notification]], Mapping[UUID, Any]]
Say = Callable[[Notification, Any], Words | None]


def _owner(event: Event) -> Iterable[Recipient]:
    return [Recipient(UUID(event.data["person_id"]), "own_account")]


def _words(title: Callable[[], str], body: Callable[[], str], url: str = SETTINGS) -> Words:
    reason = in_both(lambda: _("This is about your own account."))
    return Words(title=in_both(title), body=in_both(body), reason=reason, url=url)


def _not_you() -> str:
    return _("If this was not you, change your password and sign out everywhere, then tell an administrator.")


def _nothing(_notifications: Sequence[Notification]) -> Mapping[UUID, Any]:
    return {}


def _plain(title: Callable[[], str]) -> Say:
    return lambda _one, _about: _words(title, _not_you)


def _sign_in() -> str:
    return _("Sign in again. If you do not know why, ask an administrator.")


def _new_token() -> str:
    return _(
        "What used it stops. If it is needed, make a new one. If you do not know why, ask an administrator."
    )


def _passkeys(notifications: Sequence[Notification]) -> Mapping[UUID, str]:
    """The name of each passkey that is still there."""
    ids = {one.pk: one.event.data["passkey_id"] for one in notifications}
    rows = Authenticator.objects.filter(type="webauthn", data__id__in=set(ids.values()))
    names = {data["id"]: data["name"] for data in rows.values_list("data", flat=True)}
    return {pk: names[passkey_id] for pk, passkey_id in ids.items() if passkey_id in names}


def _passkey_added(_one: Notification, name: str | None) -> Words:
    if name is None:
        return _words(lambda: _("A passkey was added to your account"), _not_you)
    return _words(lambda: _("A passkey was added to your account: “%(name)s”") % {"name": name}, _not_you)


def _tokens(notifications: Sequence[Notification]) -> Mapping[UUID, str]:
    """The name of each token that is still in force."""
    ids = {one.pk: UUID(one.event.data["token_id"]) for one in notifications}
    known = PersonalAccessToken.live.in_bulk(set(ids.values()))
    return {pk: known[token_id].name for pk, token_id in ids.items() if token_id in known}


def _token_issued(_one: Notification, name: str | None) -> Words:
    if name is None:
        return _words(lambda: _("An access token was made for your account"), _not_you)
    return _words(
        lambda: _("An access token was made for your account: “%(name)s”") % {"name": name}, _not_you
    )


def _providers(notifications: Sequence[Notification]) -> Mapping[UUID, IdentityProvider]:
    ids = {one.pk: UUID(one.event.data["provider_id"]) for one in notifications}
    known = IdentityProvider.objects.in_bulk(set(ids.values()))
    return {pk: known[provider_id] for pk, provider_id in ids.items() if provider_id in known}


def _identity(title: Callable[[], str]) -> Say:
    """`title` has a place for the name of the provider."""

    def say(_one: Notification, provider: IdentityProvider | None) -> Words | None:
        if provider is None:
            return None

        def named() -> str:
            english = get_language() == "en" and provider.name_en
            return title() % {"name": provider.name_en if english else provider.name_uk}

        return _words(named, _not_you)

    return say


def _code_used(one: Notification, _about: None) -> Words:
    left = int(one.event.data["left"])

    def body() -> str:
        rest = ngettext("%(left)d code is left.", "%(left)d codes are left.", left) % {"left": left}
        return f"{rest} {_not_you()}"

    return _words(lambda: _("A recovery code was used to prove that it is you"), body)


def _resets(notifications: Sequence[Notification]) -> Mapping[UUID, FactorReset]:
    ids = {one.pk: UUID(one.event.data["reset_id"]) for one in notifications}
    known = FactorReset.objects.in_bulk(set(ids.values()))
    return {pk: known[reset_id] for pk, reset_id in ids.items() if reset_id in known}


def _reset(_one: Notification, reset: FactorReset | None) -> Words | None:
    if reset is None:
        return None

    def body() -> str:
        reason = _("Reason: %(reason)s") % {"reason": reset.reason}
        return f"{reason}\n" + _("Sign in with your password and set up a new passkey or app codes.")

    return _words(lambda: _("An administrator removed your second factors"), body)


def _people(notifications: Sequence[Notification]) -> Mapping[UUID, User]:
    known = User.objects.in_bulk({one.person_id for one in notifications})
    return {one.pk: known[one.person_id] for one in notifications}


def _due(one: Notification, person: User) -> Words | None:
    """As long as it is so."""
    due_at = person.factor_due_at
    if due_at is None or one.event.data["due_at"] != due_at.isoformat():
        return None
    day = partial(date_format, due_at.astimezone(ZoneInfo(person.time_zone)), "DATE_FORMAT")
    return _words(
        lambda: _("Your role needs a second way to sign in, from %(day)s") % {"day": day()},
        lambda: _("Set up a passkey or app codes. From that day on nothing else opens without them."),
        SET_UP,
    )


def _each(load: Load, say: Say) -> Callable[[Actor, Sequence[Notification]], Mapping[UUID, Words]]:
    def render(_reader: Actor, notifications: Sequence[Notification]) -> Mapping[UUID, Words]:
        about = load(notifications)
        said = {one.pk: say(one, about.get(one.pk)) for one in notifications}
        return {pk: words for pk, words in said.items() if words is not None}

    return render


def _decisions(notifications: Sequence[Notification]) -> Mapping[UUID, AccountDecision]:
    ids = {one.pk: UUID(one.event.data["decision_id"]) for one in notifications}
    known = AccountDecision.objects.select_related("person", "by").in_bulk(set(ids.values()))
    return {pk: known[decision_id] for pk, decision_id in ids.items() if decision_id in known}


def _why(decision: AccountDecision) -> str:
    return _("Reason: %(reason)s") % {"reason": decision.reason}


def _renamed(_one: Notification, decision: AccountDecision | None) -> Words | None:
    if decision is None:
        return None

    def title() -> str:
        return _("Your name is written now: %(name)s") % {"name": _name(decision.person)}

    return _words(title, partial(_why, decision))


def _administration(own: Callable[[], str], title: Callable[[], str]) -> Say:
    """`own` for the person themselves; `title`, with a place for their name, for everybody who runs the
    system.
    """

    def say(one: Notification, decision: AccountDecision | None) -> Words | None:
        if decision is None:
            return None
        if one.person_id == decision.person_id:
            return _words(own, partial(_why, decision))
        return Words(
            title=in_both(lambda: title() % {"name": _name(decision.person)}),
            body=in_both(lambda: _by_whom(decision)),
            reason=in_both(lambda: _("You get this because you run the system.")),
            url="/people",
        )

    return say


def _by_whom(decision: AccountDecision) -> str:
    by = _("Decided by: %(name)s.") % {"name": _name(decision.by)} if decision.by else ""
    return f"{by}\n{_why(decision)}".strip()


def _name(person: User) -> str:
    return person.name_en if get_language() == "en" and person.name_en else person.name_uk


def _who_run_it(event: Event) -> Iterable[Recipient]:
    """Every administrator, and the person themselves."""
    person_id = UUID(event.data["person_id"])
    others = (Recipient(pk, "administrator") for pk in administrators() if pk != person_id)
    return [Recipient(person_id, "own_account"), *others]


def _put_out(event: Event) -> Iterable[Recipient]:
    """Who was signed out by somebody else; nobody needs telling of what they did themselves."""
    return _owner(event) if str(event.actor_id) != event.data["person_id"] else []


NOTICES: dict[str, tuple[Load, Say]] = {
    "accounts.app_codes_added": (_nothing, _plain(lambda: _("App codes were added to your account"))),
    "accounts.app_codes_removed": (_nothing, _plain(lambda: _("App codes were removed from your account"))),
    "accounts.passkey_added": (_passkeys, _passkey_added),
    "accounts.token_issued": (_tokens, _token_issued),
    "accounts.passkey_removed": (_nothing, _plain(lambda: _("A passkey was removed from your account"))),
    "accounts.recovery_codes_made": (
        _nothing,
        _plain(lambda: _("New recovery codes were made for your account")),
    ),
    "accounts.recovery_code_used": (_nothing, _code_used),
    "accounts.identity_linked": (
        _providers,
        _identity(lambda: _("One can now sign in to your account through “%(name)s”")),
    ),
    "accounts.identity_unlinked": (
        _providers,
        _identity(lambda: _("Nobody signs in to your account through “%(name)s” any more")),
    ),
    "accounts.factors_reset": (_resets, _reset),
    "accounts.factor_due_changed": (_people, _due),
    "accounts.person_renamed": (_decisions, _renamed),
}
OF_ADMINISTRATORS: dict[str, Say] = {
    "accounts.administrator_made": _administration(
        lambda: _("You run the system now"), lambda: _("Runs the system from now on: %(name)s")
    ),
    "accounts.administrator_unmade": _administration(
        lambda: _("You do not run the system any more"),
        lambda: _("Does not run the system any more: %(name)s"),
    ),
}
for kind, (load, say) in NOTICES.items():
    notice(kind, topic=Topic.ACCOUNT, recipients=_owner, render=_each(load, say), also_who_did_it=True)
for kind, say in OF_ADMINISTRATORS.items():
    notice(
        kind, topic=Topic.ACCOUNT, recipients=_who_run_it, render=_each(_decisions, say), also_who_did_it=True
    )
notice(
    "accounts.signed_out_everywhere",
    topic=Topic.ACCOUNT,
    recipients=_put_out,
    render=_each(
        _nothing, lambda _one, _about: _words(lambda: _("An administrator ended all your sign-ins"), _sign_in)
    ),
)
notice(
    "accounts.token_revoked",
    topic=Topic.ACCOUNT,
    recipients=_put_out,
    render=_each(
        _nothing, lambda _one, _about: _words(lambda: _("An access token of yours was revoked"), _new_token)
    ),
)
