"""Unsubscribe links of emails to owners without an account."""

from __future__ import annotations

from dataclasses import dataclass

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.signing import BadSignature, Signer
from django.utils.crypto import constant_time_compare, salted_hmac

from tasks.external_assignees.models import ActionLink, LettersStop, OutsideBody

SALT = "tasks.no_letters"
SIGNER = Signer(salt=SALT)


@dataclass(frozen=True, slots=True)
class UnsubscribeToken:
    """The link that an email was about, and the fingerprint of the address that the email went to."""

    link: ActionLink
    told_at: str


def build_unsubscribe_path(link: ActionLink) -> str:
    """Return the signed unsubscribe path of a link; it holds no address and never expires.

    Emails are often tidied up years later.
    """
    return f"/unsubscribe/letters/{SIGNER.sign_object([str(link.pk), fingerprint_of(link.body.email)])}"


def read_token(token: str) -> UnsubscribeToken | None:
    """Return what a token is about; None for one that was not signed here."""
    try:
        link_id, told_at = SIGNER.unsign_object(token)
        link = ActionLink.objects.select_related("body").filter(pk=link_id).first()
    except (BadSignature, ValueError, ValidationError):
        return None
    return UnsubscribeToken(link, told_at) if link is not None else None


def fingerprint_of(address: str) -> str:
    """Return a keyed fingerprint of an address; a plain digest of an email address is easily guessed."""
    return _fingerprint(address, settings.SECRET_KEY)


def is_fingerprint_of(address: str, mark: str) -> bool:
    """Return whether `mark` is a fingerprint of the address, under the present key or a former one."""
    keys = (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)
    return any(constant_time_compare(_fingerprint(address, key), mark) for key in keys)


def has_declined(body: OutsideBody) -> bool:
    """Return whether the address of a body has unsubscribed, as this body or as another one.

    As this body, it counts even if the body had another address in between.
    """
    if not body.email:
        return False
    others = OutsideBody.objects.filter(email=body.email, letters_stop=LettersStop.DECLINED)
    return is_fingerprint_of(body.email, body.declined_mark) or others.exclude(pk=body.pk).exists()


def _fingerprint(address: str, key: str) -> str:
    return salted_hmac(SALT, address, secret=key, algorithm="sha256").hexdigest()
