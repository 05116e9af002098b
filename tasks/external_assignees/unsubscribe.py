"""The address by which an owner without an account gets no more letters."""

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
class Told:
    """A link about which a letter was written, and the mark of the address to which it went."""

    link: ActionLink
    told_at: str


def path_of(link: ActionLink) -> str:
    """It holds for good: a letter is often tidied up years later. The address itself does not stand in it."""
    return f"/unsubscribe/letters/{SIGNER.sign_object([str(link.pk), mark_of(link.body.email)])}"


def read(token: str) -> Told | None:
    """What an address is about; None for one that we did not make."""
    try:
        link_id, told_at = SIGNER.unsign_object(token)
        link = ActionLink.objects.select_related("body").filter(pk=link_id).first()
    except (BadSignature, ValueError, ValidationError):
        return None
    return Told(link, told_at) if link is not None else None


def mark_of(address: str) -> str:
    """By it an address is known again, by us alone: a plain digest of an e-mail address is soon guessed."""
    return _mark(address, settings.SECRET_KEY)


def is_marked(address: str, mark: str) -> bool:
    """Whether the mark was made of that address, also by a former key."""
    keys = (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)
    return any(constant_time_compare(_mark(address, key), mark) for key in keys)


def has_declined(body: OutsideBody) -> bool:
    """Whether whoever is at its address said that they want no letters there: as this body, whatever address
    it had meanwhile, or as another.
    """
    if not body.email:
        return False
    others = OutsideBody.objects.filter(email=body.email, letters_stop=LettersStop.DECLINED)
    return is_marked(body.email, body.declined_mark) or others.exclude(pk=body.pk).exists()


def _mark(address: str, key: str) -> str:
    return salted_hmac(SALT, address, secret=key, algorithm="sha256").hexdigest()
