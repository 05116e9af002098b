"""The address by which an owner without an account gets no more letters."""

from __future__ import annotations

from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.core.signing import BadSignature, Signer

from tasks.models import ActionLink
from viche.accounts.token_secrets import digest_of

SIGNER = Signer(salt="tasks.no_letters")


@dataclass(frozen=True, slots=True)
class Told:
    """A link about which a letter was written, and the digest of the address to which it went."""

    link: ActionLink
    told_at: str


def path_of(link: ActionLink) -> str:
    """It holds for good: a letter is often tidied up years later. The address itself does not stand in it."""
    return f"/unsubscribe/letters/{SIGNER.sign_object([str(link.pk), digest_of(link.body.email)])}"


def read(token: str) -> Told | None:
    """What an address is about; None for one that we did not make."""
    try:
        link_id, told_at = SIGNER.unsign_object(token)
        link = ActionLink.objects.select_related("body").filter(pk=link_id).first()
    except (BadSignature, ValueError, ValidationError):
        return None
    return Told(link, told_at) if link is not None else None
