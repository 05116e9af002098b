"""Presenters of minutes."""

from __future__ import annotations

from typing import cast

import orjson
from django.utils.translation import get_language, pgettext

from dialogue.common.copies import copy_fields
from dialogue.meetings.presence import join_mandate
from dialogue.minutes import schemas
from dialogue.minutes.models import (
    Minutes,
    MinutesCorrection,
    MinutesLine,
    MinutesSignature,
    Remark,
    RemarkState,
    SignerRole,
)
from dialogue.minutes.policies import MinutesPolicy
from dialogue.minutes.record import list_readable_lines
from dialogue.minutes.selectors import build_present_report, find_edition
from groups.common import presenters as groups
from groups.models import Mandate
from viche.kernel.actor import Actor
from viche.kernel.pdf.report import encode_report
from viche.kernel.text import Text, bilingual_of, render_bilingual


def show_card(row: Minutes) -> schemas.MinutesCard:
    """Return minutes for a list. Needs group and meeting."""
    return copy_fields(
        row,
        schemas.MinutesCard,
        group=groups.show_group_ref(row.group),
        meeting_number=row.meeting.number,
        held_at=row.meeting.starts_at,
    )


def show_page(actor: Actor, row: Minutes) -> schemas.MinutesOut:
    """Return minutes with all that belongs to them. Needs `get_whole_minutes`."""
    lines = list(list_readable_lines(row))
    readable = {one.pk for one in lines}
    remarks = row.remarks.select_related("author", "decided_by", "item__thread", *join_mandate("mandate"))
    corrections = row.corrections.select_related("author", *join_mandate("mandate"))
    edition = find_edition(row)
    return {
        **show_card(row),
        "made_by": groups.show_person(row.made_by),
        "made_at": row.made_at,
        "lines": [show_line(one) for one in lines],
        "remarks": [
            _show_remark(one)
            for one in remarks.order_by("number")
            if (one.line_id is None or one.line_id in readable)
            and (one.item is None or not one.item.is_restricted)
        ],
        "signatures": _show_signatures(row),
        "corrections": [_show_correction(one) for one in corrections.order_by("number")],
        "report": encode_report(build_present_report(row))
        if edition is None
        else orjson.loads(edition.content)[get_language()],
        "sha256": None if edition is None else edition.sha256,
        "allowed": MinutesPolicy().allowed(actor, row),
    }


def show_line(row: MinutesLine) -> schemas.MinutesLineOut:
    speaker = None if row.speaker is None else groups.show_voice(row.speaker.person, row.speaker)
    return copy_fields(row, schemas.MinutesLineOut, speaker=speaker, text=bilingual_of(row, "text"))


def _show_remark(row: Remark) -> schemas.RemarkOut:
    replaced = row.state == RemarkState.ACCEPTED and row.before_uk
    return copy_fields(
        row,
        schemas.RemarkOut,
        author=groups.show_voice(row.author, row.mandate),
        proposed=bilingual_of(row, "proposed") if row.proposed_uk else None,
        before=bilingual_of(row, "before") if replaced else None,
        decided_by=None if row.decided_by is None else groups.show_person(row.decided_by),
    )


def _show_signatures(row: Minutes) -> list[schemas.MinutesSignatureOut]:
    given = {one.role: one for one in row.signatures.select_related("recorded_by")}
    signers = ((SignerRole.CHAIR, row.chair), (SignerRole.SECRETARY, row.secretary))
    return [_show_signature(role, mandate, given.get(role)) for role, mandate in signers]


def _show_signature(
    role: SignerRole, mandate: Mandate, one: MinutesSignature | None
) -> schemas.MinutesSignatureOut:
    return {
        "role": cast("schemas.SignerRoleName", role.value),
        "signer": groups.show_voice(mandate.person, mandate),
        "way": None if one is None else cast("schemas.SignatureWayName", one.way),
        "file_id": None if one is None else one.file_id,
        "file_name": "" if one is None else one.file_name,
        "sha256": None if one is None else one.sha256,
        "recorded_by": None if one is None else groups.show_person(one.recorded_by),
        "signed_at": None if one is None else one.at,
    }


def _show_correction(row: MinutesCorrection) -> schemas.MinutesCorrectionOut:
    author = groups.show_voice(row.author, row.mandate)
    return copy_fields(row, schemas.MinutesCorrectionOut, text=bilingual_of(row, "text"), author=author)


def show_public_minutes(row: Minutes) -> schemas.PublicMinutes:
    """Return the public version. Needs meeting, editions and corrections."""
    edition = find_edition(row, for_public=True)
    if edition is None or row.public_at is None:
        raise TypeError("These minutes have no public version.")
    corrections = sorted(row.corrections.all(), key=lambda one: one.number)
    return copy_fields(
        row,
        schemas.PublicMinutes,
        held_at=row.meeting.starts_at,
        sha256=edition.sha256,
        report=orjson.loads(edition.content),
        corrections=[_show_public_correction(one) for one in corrections],
    )


def _show_public_correction(row: MinutesCorrection) -> Text:
    """Return the text of a correction, or that it is left out."""
    if row.is_public:
        return bilingual_of(row, "text")
    return render_bilingual(lambda: pgettext("minutes", "(left out)"))
