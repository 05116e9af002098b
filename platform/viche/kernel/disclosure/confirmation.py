"""Require explicit confirmation before text with personal data is stored."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace

from django.utils.translation import gettext_lazy as _

from viche.kernel.actor import Actor
from viche.kernel.disclosure.detection import Found, find_personal_data
from viche.kernel.disclosure.kinds import Kind
from viche.kernel.errors import FieldError, Invalid

MAX_REPORTED = 20
"""Places that a refusal names; whoever mends these is told the others."""

Place = tuple[str, Found]


class PersonalData(Invalid):
    """Raised for personal data that was not confirmed.

    It names positions and kinds, not the data itself.
    """

    code = "personal_data"
    title = _("This looks like personal data")
    detail = _("Put it in other words, or confirm that it is meant to be read here.")


class PublicDisclosure(PersonalData):
    """Raised when text for the public internet has not been confirmed as public."""

    title = _("Anyone on the internet can read this thread")
    detail = _("Reword it, or confirm that it is meant for everyone to read.")


def check_disclosure(
    actor: Actor,
    texts: dict[str, str],
    before: Collection[str] = (),
    *,
    public: bool = False,
) -> Actor:
    """Check that the actor confirms all kinds of personal data in texts (by field pointer).

    Return the actor with these kinds added to `disclosed`: record events of the texts with it. Data that
    already stood in the texts `before` needs no new confirmation. Raises PersonalData when a kind was not
    confirmed, and then names every kind, so that a confirmation always covers all of them. For `public` texts
    the publication itself must be confirmed, too.
    """
    known = {key for text in before for key in _keys_in(text)}
    found = [
        (pointer, one)
        for pointer, text in texts.items()
        for one in find_personal_data(text)
        if _key_of(text, one) not in known
    ]
    kinds = {one.kind for _pointer, one in found}
    errors = [
        FieldError(pointer, one.kind.value, one.kind.label, (one.start, one.end))
        for pointer, one in _select_reported(found)
    ]
    if public:
        kinds.add(Kind.PUBLIC)
        errors.insert(0, FieldError(next(iter(texts)), Kind.PUBLIC.value, Kind.PUBLIC.label))
    if kinds - set(actor.confirmed):
        raise PublicDisclosure(errors) if public else PersonalData(errors)
    if not kinds:
        return actor
    return replace(actor, disclosed=tuple(sorted({*actor.disclosed, *(kind.value for kind in kinds)})))


def _select_reported(found: list[Place]) -> list[Place]:
    """Return the first `MAX_REPORTED` of them, with at least one of each kind."""
    firsts = {one.kind: (pointer, one) for pointer, one in reversed(found)}.values()
    named = sorted(found, key=lambda place: place not in firsts)[:MAX_REPORTED]
    return [place for place in found if place in named]


def _keys_in(text: str) -> set[tuple[Kind, str]]:
    return {_key_of(text, one) for one in find_personal_data(text)}


def _key_of(text: str, found: Found) -> tuple[Kind, str]:
    """Return the key by which finds are the same: kind and digits, without separators."""
    words = text[found.start : found.end]
    return found.kind, "".join(one for one in words if one.isalnum()).casefold()
