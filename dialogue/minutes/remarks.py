"""Services of remarks on minutes: made by those who attended, each accepted or answered."""

from __future__ import annotations

from uuid import UUID

from django.db.models import Max
from django.utils.translation import gettext_lazy as _

from dialogue.common.text_validation import validate_text
from dialogue.minutes.events import MinutesLineChanged, RemarkDecided, RemarkMade, record_minutes
from dialogue.minutes.lines import append_line, get_line
from dialogue.minutes.loaders import get_item_of, lock_minutes
from dialogue.minutes.models import REMARK_LENGTH, LineKind, Minutes, MinutesLine, Remark, RemarkState
from dialogue.minutes.policies import MinutesAction
from dialogue.threads.loaders import require_person
from groups.selectors import get_mandate_in_group
from viche.kernel.actor import Actor
from viche.kernel.clock import now
from viche.kernel.disclosure import check_disclosure
from viche.kernel.errors import Conflict, Invalid, NotFound
from viche.kernel.services import service
from viche.kernel.versions import save_new_version

MAX_REMARKS = 300


@service(MinutesAction.REMARK)
def make_remark(
    *,
    actor: Actor,
    minutes_id: UUID,
    text: str,
    line_id: UUID | None = None,
    item_id: UUID | None = None,
    proposed_uk: str = "",
    proposed_en: str = "",
) -> Minutes:
    """Make a remark on a line, on an item (a line to add), or on the whole.

    `proposed_uk` are the words that the line should have. Raises NotFound, Forbidden, Invalid, PersonalData,
    and Conflict after the days for remarks.
    """
    minutes = lock_minutes(actor, minutes_id, MinutesAction.REMARK)
    if minutes.remarks_until is None or minutes.remarks_until <= now():
        raise Conflict("remarks_over", _("The days for remarks are over."))
    last = minutes.remarks.aggregate(last=Max("number"))["last"] or 0
    if last >= MAX_REMARKS:
        raise Conflict("too_many_remarks", _("These minutes have too many remarks."))
    line = None if line_id is None else get_line(minutes, line_id)
    item = get_item_of(minutes, item_id) if item_id is not None and line is None else None
    if proposed_uk and line is None and item is None:
        raise Invalid.field("/line_id", "required", _("Say which line or item gets these words."))
    texts = {
        "/text": validate_text("/text", text, REMARK_LENGTH),
        "/proposed": validate_text("/proposed", proposed_uk, REMARK_LENGTH, required=False),
        "/proposed_en": validate_text("/proposed_en", proposed_en, REMARK_LENGTH, required=False),
    }
    known = [line.text_uk, line.text_en] if line is not None else []
    actor = check_disclosure(actor, texts, known)
    remark = Remark.objects.create(
        minutes=minutes,
        number=last + 1,
        line=line,
        item=item,
        author_id=require_person(actor),
        mandate=get_mandate_in_group(actor, minutes.group_id),
        text=texts["/text"],
        proposed_uk=texts["/proposed"],
        proposed_en=texts["/proposed_en"],
    )
    save_new_version(minutes)
    record_minutes(actor, RemarkMade, minutes, remark_id=remark.pk)
    return minutes


@service(MinutesAction.DECIDE_REMARK)
def decide_remark(
    *, actor: Actor, minutes_id: UUID, remark_id: UUID, accept: bool, answer: str = "", expected_version: int
) -> Minutes:
    """Accept a remark, so that its line gets the proposed words, or decline it with an answer.

    Raises NotFound, Forbidden, Stale, Invalid without an answer where no words are proposed, and Conflict
    for one that is decided.
    """
    minutes = lock_minutes(actor, minutes_id, MinutesAction.DECIDE_REMARK, expected_version)
    remark = minutes.remarks.select_related("line", "item").filter(pk=remark_id).first()
    if remark is None:
        raise NotFound
    if remark.state != RemarkState.OPEN:
        raise Conflict("remark_decided", _("This remark is decided already."))
    changes_line = (
        accept and bool(remark.proposed_uk) and (remark.line is not None or remark.item is not None)
    )
    remark.answer = validate_text("/answer", answer, REMARK_LENGTH, required=not changes_line)
    actor = check_disclosure(actor, {"/answer": remark.answer})
    remark.state = RemarkState.ACCEPTED if accept else RemarkState.DECLINED
    remark.decided_by_id, remark.decided_at = require_person(actor), now()
    line = _apply(minutes, remark) if changes_line else None
    remark.save()
    save_new_version(minutes)
    if line is not None:
        record_minutes(actor, MinutesLineChanged, minutes, line_id=line.pk, change="changed")
    facts = {"remark_id": remark.pk, "author_id": remark.author_id, "decision": remark.state}
    record_minutes(actor, RemarkDecided, minutes, **facts)
    return minutes


def _apply(minutes: Minutes, remark: Remark) -> MinutesLine:
    """Give the line of a remark its words, or add the line."""
    texts = {"text_uk": remark.proposed_uk, "text_en": remark.proposed_en}
    line = remark.line
    if line is None:
        remark.line = append_line(minutes, kind=LineKind.SPOKE, item=remark.item, **texts)
        return remark.line
    remark.before_uk, remark.before_en = line.text_uk, line.text_en
    line.text_uk, line.text_en = texts["text_uk"], texts["text_en"]
    save_new_version(line, "text_uk", "text_en")
    return line
