"""The annex to signed minutes: their corrections, by the conventions of ДСТУ 4163, in the active language.

It names the edition that it belongs to by its digest. That of the public edition names people only by post
and organisation, and leaves out texts with personal data or names.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from zoneinfo import ZoneInfo

from django.utils.formats import date_format, time_format
from django.utils.translation import pgettext

from dialogue.meetings.presence import join_mandate
from dialogue.minutes.models import Minutes, MinutesCorrection, MinutesEdition
from dialogue.minutes.names import name_briefly, name_post
from viche.kernel.pdf.report import Block, Fact, Facts, Heading, OfficialReport, Paragraph
from viche.kernel.text import translate_field


def build_annex(edition: MinutesEdition, language: str) -> OfficialReport:
    """Return the annex to an edition. Call it under `override(language)`.

    Needs minutes with meeting, and with group and territory.
    """
    minutes, group = edition.minutes, edition.minutes.group
    day = date_format(_localise(minutes, minutes.meeting.starts_at), "DATE_FORMAT")
    facts = {"number": minutes.number, "day": day}
    return OfficialReport(
        language=language,
        title=pgettext("minutes", "ANNEX: CORRECTIONS"),
        lead=pgettext("minutes", "To minutes No. %(number)d of %(day)s, which stay as they were signed.")
        % facts,
        footer=pgettext("minutes", "Corrections of minutes No. %(number)d of %(day)s") % facts,
        blocks=tuple(_list_blocks(edition, language)),
        issuer=(translate_field(group.territory, "name", language), translate_field(group, "name", language)),
        marks=(day, pgettext("minutes", "No. %(number)d") % facts, ""),
    )


def _list_blocks(edition: MinutesEdition, language: str) -> Iterator[Block]:
    minutes, for_public = edition.minutes, edition.for_public
    signed_on = date_format(_localise(minutes, edition.made_at), "DATE_FORMAT")
    yield Facts(
        (
            Fact(pgettext("minutes", "Signed"), signed_on),
            Fact(pgettext("minutes", "SHA-256 of the signed edition"), edition.sha256),
        )
    )
    rows = minutes.corrections.select_related("author", *join_mandate("mandate"))
    for one in rows.order_by("number"):
        yield Heading(pgettext("minutes", "Correction %(number)d") % {"number": one.number})
        is_shown = one.is_public or not for_public
        text = translate_field(one, "text", language) if is_shown else pgettext("minutes", "(left out)")
        yield Paragraph(text)
        at = _localise(minutes, one.at)
        facts = (
            _name_author(one, language, for_public=for_public),
            f"{date_format(at, 'DATE_FORMAT')}, {time_format(at)}",
        )
        recorded = "; ".join(filter(None, facts))
        yield Paragraph(pgettext("minutes", "Recorded: %(facts)s") % {"facts": recorded}, "quiet")


def _name_author(one: MinutesCorrection, language: str, *, for_public: bool) -> str:
    """Return who recorded a correction, or for the public only the post and organisation."""
    post = "" if one.mandate is None else name_post(one.mandate, language)
    name = "" if for_public else name_briefly(one.author, language)
    return ", ".join(filter(None, (name, post)))


def _localise(minutes: Minutes, at: datetime) -> datetime:
    return at.astimezone(ZoneInfo(minutes.group.time_zone))
