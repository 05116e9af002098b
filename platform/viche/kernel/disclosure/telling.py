"""Whoever tells such a thing says that they mean to."""

from __future__ import annotations

from collections.abc import Collection

from django.utils.translation import gettext_lazy as _

from viche.kernel.disclosure.finding import Found, finds_in
from viche.kernel.disclosure.kinds import Kind
from viche.kernel.errors import FieldError, Invalid

MOST = 20
"""Places that a refusal names; whoever mends these is told the others."""

Place = tuple[str, Found]


class PersonalData(Invalid):
    """A text would give away what was not confirmed: places with their kinds, and not what stands there."""

    code = "personal_data"
    title = _("This looks like personal data")
    detail = _("Put it in other words, or confirm that it is meant to be read here.")


class ToAnybody(PersonalData):
    """A text would be read by anybody, which its writer did not say that they know."""

    title = _("Anybody on the internet reads this thread")
    detail = _("Put it in other words, or confirm that it is meant to be read by anybody.")


def told_knowingly(
    texts: dict[str, str],
    confirmed: Collection[str] = (),
    before: Collection[str] = (),
    *,
    public: bool = False,
) -> tuple[str, ...]:
    """The kinds that texts (by the pointers of their fields) give away, each of which was `confirmed`.

    What stood in the texts that were there `before` is not asked about again. Raises PersonalData where
    one kind of what is found was not confirmed, and names every kind: whoever confirms sees them all first.
    Where they are `public`, that anybody reads them is to be confirmed, too.
    """
    known = {key for text in before for key in _keys(text)}
    found = [
        (pointer, one)
        for pointer, text in texts.items()
        for one in finds_in(text)
        if _key(text, one) not in known
    ]
    kinds = {one.kind for _pointer, one in found}
    errors = [
        FieldError(pointer, one.kind.value, one.kind.label, (one.start, one.end))
        for pointer, one in _named(found)
    ]
    if public:
        kinds.add(Kind.PUBLIC)
        errors.insert(0, FieldError(next(iter(texts)), Kind.PUBLIC.value, Kind.PUBLIC.label))
    if kinds - set(confirmed):
        raise ToAnybody(errors) if public else PersonalData(errors)
    return tuple(sorted(kind.value for kind in kinds))


def _named(found: list[Place]) -> list[Place]:
    """The first `MOST` of them, one of each kind among them."""
    firsts = {one.kind: (pointer, one) for pointer, one in reversed(found)}.values()
    named = sorted(found, key=lambda place: place not in firsts)[:MOST]
    return [place for place in found if place in named]


def _keys(text: str) -> set[tuple[Kind, str]]:
    return {_key(text, one) for one in finds_in(text)}


def _key(text: str, found: Found) -> tuple[Kind, str]:
    """The same number, however its digits are parted."""
    words = text[found.start : found.end]
    return found.kind, "".join(one for one in words if one.isalnum()).casefold()
