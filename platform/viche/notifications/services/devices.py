"""Have news pushed to a browser, and stop it."""

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
from viche.kernel.outgoing import Unreachable
from viche.kernel.policy import asking_person, load
from viche.kernel.services import Reason, service
from viche.notifications.devices import without_a_sign_in
from viche.notifications.events import PushSubscribed, PushUnsubscribed
from viche.notifications.models import LONGEST_ENDPOINT, PushSubscription
from viche.notifications.policies import PushAction, pushes
from viche.notifications.webpush.keys import from_text, key_of, point_of
from viche.notifications.webpush.posting import checked_endpoint

MOST_DEVICES = 10
SECRET = 16  # bytes
GIVEN_UP_AFTER = timedelta(days=30)


@dataclass(frozen=True, slots=True)
class Browser:
    """What a browser says of its subscription, in base64url; `server_key` is the one that it was given."""

    endpoint: str
    public: str
    secret: str
    server_key: str


@service(PushAction.ADD)
def subscribe_browser(*, actor: Actor, browser: Browser) -> PushSubscription:
    """Push news to the browser in which the actor is signed in; again, it changes nothing.

    A browser of which somebody else had news is theirs no longer. Raises Forbidden for a token, Invalid for
    what no browser says, Conflict when there are MOST_DEVICES.
    """
    require_browser(actor)
    person_id = asking_person(actor, pushes.scope_of(PushAction.ADD))
    if faults := _faults(browser):
        raise Invalid(faults)
    User.objects.select_for_update(no_key=True).get(pk=person_id)
    sign_in = _sign_in_of(actor)
    facts = {"public": browser.public, "secret": browser.secret, "server_key": browser.server_key}
    wanted = Q(person=person_id, sign_in=sign_in, endpoint=browser.endpoint, **facts)
    if (known := PushSubscription.objects.filter(wanted).first()) is not None:
        return known
    _remove(actor, Q(endpoint=browser.endpoint) | Q(sign_in=sign_in))
    if PushSubscription.objects.filter(person=person_id).count() >= MOST_DEVICES:
        told = _("News already goes to %(most)d devices. Switch it off on one that you no longer use.")
        raise Conflict("too_many_devices", told % {"most": MOST_DEVICES})
    made = PushSubscription.objects.create(
        person_id=person_id, sign_in=sign_in, endpoint=browser.endpoint, **facts
    )
    record(actor, PushSubscribed(person_id=person_id, subscription_id=made.pk))
    return made


@service(PushAction.REMOVE)
def unsubscribe_browser(*, actor: Actor, subscription_id: UUID) -> None:
    """Push no more news to one of one's browsers. Raises NotFound for another's."""
    found = load(pushes, actor, subscription_id, PushAction.REMOVE, lock=True)
    _remove(actor, Q(pk=found.pk))


@service(Reason.SYSTEM)
def forget_signed_out_browsers(*, actor: Actor) -> int:
    """Delete those in which nobody is signed in any more, and those that took nothing for a month; returns
    how many. Nothing is pushed to the former in any case.
    """
    silent = Q(failing_since__lt=now() - GIVEN_UP_AFTER)
    return _remove(actor, Q(pk__in=without_a_sign_in().values("pk")) | silent)


@service(Reason.STEP)
def forget_browser(*, actor: Actor, subscription_id: UUID) -> None:
    """Delete one of which its push service said that it is gone."""
    _remove(actor, Q(pk=subscription_id))


def _remove(actor: Actor, which: Q) -> int:
    gone = list(PushSubscription.objects.filter(which).values_list("pk", "person"))
    PushSubscription.objects.filter(pk__in=[pk for pk, _person in gone]).delete()
    for pk, person_id in gone:
        record(actor, PushUnsubscribed(person_id=person_id, subscription_id=pk))
    return len(gone)


def _sign_in_of(actor: Actor) -> UUID:
    sign_in = Session.objects.filter(session_key=actor.session_id or "", person=actor.person_id)
    public_id = sign_in.values_list("public_id", flat=True).first()
    if public_id is None:
        raise Forbidden
    return public_id


def _faults(browser: Browser) -> list[FieldError]:
    checks = {"endpoint": _is_endpoint, "p256dh": _is_point, "auth": _is_secret, "key": _is_ours}
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
        checked_endpoint(text)
    except Unreachable:
        return False
    return len(text) <= LONGEST_ENDPOINT


def _is_point(text: str) -> bool:
    try:
        raw = from_text(text)
        return point_of(raw) == raw
    except ValueError:
        return False


def _is_secret(text: str) -> bool:
    try:
        return len(from_text(text)) == SECRET
    except ValueError:
        return False


def _is_ours(text: str) -> bool:
    return key_of(text) is not None
