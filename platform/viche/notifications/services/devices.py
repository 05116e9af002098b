"""Push subscriptions of browsers: create and delete."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from django.db.models import Q
from django.utils.translation import gettext as _

from viche.accounts.models import Session, User
from viche.accounts.policies import require_browser
from viche.kernel.actor import Actor
from viche.kernel.clock import now
from viche.kernel.errors import Conflict, FieldError, Forbidden, Invalid
from viche.kernel.events import record
from viche.kernel.policy import load, require_person
from viche.kernel.safe_http import Unreachable
from viche.kernel.services import Reason, service
from viche.notifications.devices import list_signed_out_devices
from viche.notifications.events import PushSubscribed, PushUnsubscribed
from viche.notifications.models import MAX_ENDPOINT_LENGTH, PushSubscription
from viche.notifications.policies import PushAction, pushes
from viche.notifications.webpush.keys import decode_base64url, find_key, normalise_public_key
from viche.notifications.webpush.push_client import validate_endpoint

MAX_DEVICES = 10
SECRET_BYTES = 16
FAILING_RETENTION = timedelta(days=30)


@dataclass(frozen=True, slots=True)
class BrowserSubscription:
    """Subscription data of a browser, in base64url; `server_key` is our VAPID public key."""

    endpoint: str
    public: str
    secret: str
    server_key: str


@service(PushAction.ADD)
def subscribe_browser(*, actor: Actor, browser: BrowserSubscription) -> PushSubscription:
    """Subscribe the browser of the actor's session to push notifications. Idempotent.

    A subscription of the same browser by another person is deleted. Raises Forbidden for a token, Invalid for
    data that no browser produces, Conflict when there are MAX_DEVICES.
    """
    require_browser(actor)
    person_id = require_person(actor, pushes.scope_of(PushAction.ADD))
    if faults := _find_faults(browser):
        raise Invalid(faults)
    User.objects.select_for_update(no_key=True).get(pk=person_id)
    sign_in = _get_session_id(actor)
    facts = {"public": browser.public, "secret": browser.secret, "server_key": browser.server_key}
    wanted = Q(person=person_id, sign_in=sign_in, endpoint=browser.endpoint, **facts)
    if (known := PushSubscription.objects.filter(wanted).first()) is not None:
        return known
    _delete_subscriptions(actor, Q(endpoint=browser.endpoint) | Q(sign_in=sign_in))
    if PushSubscription.objects.filter(person=person_id).count() >= MAX_DEVICES:
        told = _("News already goes to %(most)d devices. Switch it off on one that you no longer use.")
        raise Conflict("too_many_devices", told % {"most": MAX_DEVICES})
    made = PushSubscription.objects.create(
        person_id=person_id, sign_in=sign_in, endpoint=browser.endpoint, **facts
    )
    record(actor, PushSubscribed(person_id=person_id, subscription_id=made.pk))
    return made


@service(PushAction.REMOVE)
def unsubscribe_browser(*, actor: Actor, subscription_id: UUID) -> None:
    """Delete one of the actor's push subscriptions. Raises NotFound for another person's."""
    found = load(pushes, actor, subscription_id, PushAction.REMOVE, lock=True)
    _delete_subscriptions(actor, Q(pk=found.pk))


@service(Reason.SYSTEM)
def delete_stale_subscriptions(*, actor: Actor) -> int:
    """Delete subscriptions without a live session, and those failing for a month; return how many.

    Nothing is pushed to the former in any case.
    """
    silent = Q(failing_since__lt=now() - FAILING_RETENTION)
    return _delete_subscriptions(actor, Q(pk__in=list_signed_out_devices().values("pk")) | silent)


@service(Reason.STEP)
def delete_subscription(*, actor: Actor, subscription_id: UUID) -> None:
    """Delete a subscription that the push service reported as gone."""
    _delete_subscriptions(actor, Q(pk=subscription_id))


def _delete_subscriptions(actor: Actor, which: Q) -> int:
    gone = list(PushSubscription.objects.filter(which).values_list("pk", "person"))
    PushSubscription.objects.filter(pk__in=[pk for pk, _person in gone]).delete()
    for pk, person_id in gone:
        record(actor, PushUnsubscribed(person_id=person_id, subscription_id=pk))
    return len(gone)


def _get_session_id(actor: Actor) -> UUID:
    sign_in = Session.objects.filter(session_key=actor.session_id or "", person=actor.person_id)
    public_id = sign_in.values_list("public_id", flat=True).first()
    if public_id is None:
        raise Forbidden
    return public_id


def _find_faults(browser: BrowserSubscription) -> list[FieldError]:
    checks = {"endpoint": _is_endpoint, "p256dh": _is_public_key, "auth": _is_secret, "key": _is_own_key}
    said = {
        "endpoint": browser.endpoint,
        "p256dh": browser.public,
        "auth": browser.secret,
        "key": browser.server_key,
    }
    told = {
        "endpoint": _("This is not the address of a push service that we know."),
        "p256dh": _("This is not the key of a browser."),
        "auth": _("This is not the secret of a browser."),
        "key": _("This key is not ours, or not any more. Ask for the present one."),
    }
    return [
        FieldError(f"/{field}", "unknown", told[field])
        for field, check in checks.items()
        if not check(said[field])
    ]


def _is_endpoint(text: str) -> bool:
    try:
        validate_endpoint(text)
    except Unreachable:
        return False
    return len(text) <= MAX_ENDPOINT_LENGTH


def _is_public_key(text: str) -> bool:
    try:
        raw = decode_base64url(text)
        return normalise_public_key(raw) == raw
    except ValueError:
        return False


def _is_secret(text: str) -> bool:
    try:
        return len(decode_base64url(text)) == SECRET_BYTES
    except ValueError:
        return False


def _is_own_key(text: str) -> bool:
    return find_key(text) is not None
