"""Ask sectors by name, and answer objections."""

from __future__ import annotations

from datetime import date
from uuid import UUID
from zoneinfo import ZoneInfo

from django.utils.translation import gettext_lazy as _

from dialogue.common.text_validation import validate_text
from dialogue.decisions.events import ObjectionAnswered, SectorAsked, record_decision
from dialogue.decisions.loaders import check_takes_answers, lock_decision
from dialogue.decisions.models import REASON_LENGTH, Answer, Decision, ObjectionReply, SectorAsk, Vote
from dialogue.decisions.policies import Action
from dialogue.decisions.services.voters import get_voter
from dialogue.threads.loaders import require_person
from groups.selectors import get_mandate_in_group
from viche.kernel.actor import Actor
from viche.kernel.clock import now, today
from viche.kernel.disclosure import check_disclosure
from viche.kernel.errors import Conflict, Invalid
from viche.kernel.services import service


@service(Action.ASK_SECTOR)
def ask_sector(*, actor: Actor, decision_id: UUID, sector: str, until: date) -> Decision:
    """Ask a sector by name to answer until the end of a day; asking again changes the day.

    Raises NotFound, Forbidden, Conflict when the time is over, and Invalid for a day that has passed or is
    later than the close.
    """
    row = lock_decision(actor, decision_id, Action.ASK_SECTOR)
    check_takes_answers(row)
    zone = row.group.time_zone
    if until < today(zone):
        raise Invalid.field("/until", "past", _("This date has passed. Choose a later one."))
    if row.closes_at is not None and until > row.closes_at.astimezone(ZoneInfo(zone)).date():
        raise Invalid.field("/until", "too_late", _("The decision closes before this day."))
    facts = {"until": until, "asked_by_id": require_person(actor), "asked_at": now()}
    mandate = get_mandate_in_group(actor, row.group_id)
    ask, _made = SectorAsk.objects.update_or_create(
        decision=row, sector=sector, defaults={**facts, "mandate": mandate}
    )
    record_decision(actor, SectorAsked, row, ask_id=ask.pk)
    return row


@service(Action.REPLY)
def answer_objection(*, actor: Actor, decision_id: UUID, voter_id: UUID, text: str) -> Decision:
    """Answer the objection of a voter. It is lifted only by another answer of the voter.

    Raises NotFound, Forbidden, Invalid, PersonalData, and Conflict where there is no objection.
    """
    row = lock_decision(actor, decision_id, Action.REPLY)
    voter = get_voter(row, voter_id)
    if not Vote.objects.filter(voter=voter, answer=Answer.OBJECT).exists():
        raise Conflict("no_objection", _("There is no objection to answer."))
    text = validate_text("/text", text, REASON_LENGTH)
    actor = check_disclosure(actor, {"/text": text})
    mandate = get_mandate_in_group(actor, row.group_id)
    reply = ObjectionReply.objects.create(
        voter=voter, text=text, author_id=require_person(actor), mandate=mandate
    )
    record_decision(actor, ObjectionAnswered, row, reply_id=reply.pk)
    return row
