"""A thread and its messages in words of one language. Call everything here under `override(language)`."""

from __future__ import annotations

from collections.abc import Container, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from urllib.parse import urljoin
from uuid import UUID
from zoneinfo import ZoneInfo

from django.conf import settings
from django.utils.formats import date_format
from django.utils.translation import pgettext

from dialogue.messages.markdown import plain
from dialogue.messages.models import Message
from dialogue.messages.quotes import quote_of
from dialogue.rounds.models import Round
from dialogue.rounds.selectors import in_order, rounds_of, with_speakers
from dialogue.summary.citations import with_citations
from dialogue.summary.models import Question, QuestionState, Statement
from dialogue.summary.selectors import questions_of, statements_of, summary_of
from dialogue.threads.models import Thread
from dialogue.timeline.presenters import html_of
from groups.common.texts import local
from groups.models import Sector

MOMENT = "j E Y, H:i"
DAY = "j E Y"


@dataclass(frozen=True, slots=True)
class Fact:
    name: str
    value: str


def moment(at: datetime, zone: str) -> str:
    return date_format(at.astimezone(ZoneInfo(zone)), MOMENT)


def day(value: date) -> str:
    return date_format(value, DAY)


def facts_of(thread: Thread, seen: Container[UUID]) -> list[Fact]:
    """What is known of a thread besides its messages. Needs its group and facilitator. Where it goes on is
    told of the threads that are `seen`.
    """
    leads = local(thread.facilitator.person, "name") if thread.facilitator is not None else ""
    closes_on = day(thread.closes_on) if thread.closes_on is not None else ""
    found = [
        Fact(pgettext("paper", "Group"), local(thread.group, "name")),
        Fact(pgettext("paper", "What it is for"), str(thread.get_purpose_display())),
        Fact(pgettext("paper", "State"), str(thread.get_state_display())),
        Fact(pgettext("paper", "Goes on"), _where_on(thread.merged_into_id, seen)),
        Fact(pgettext("paper", "Who reads it"), _readers_of(thread)),
        Fact(pgettext("paper", "Led by"), leads),
        Fact(pgettext("paper", "Open until"), closes_on),
        Fact(pgettext("paper", "What came of it"), local(thread, "outcome")),
    ]
    return [one for one in found if one.value]


def _readers_of(thread: Thread) -> str:
    if thread.public_from is None:
        return str(thread.get_visibility_display())
    open_page = pgettext("paper", "The whole group; from No. %(number)d on anybody on the internet")
    closed_page = pgettext("paper", "The whole group; from No. %(number)d on anybody, once its page is open")
    return (open_page if thread.group.has_public_page else closed_page) % {"number": thread.public_from}


def _where_on(thread_id: UUID | None, seen: Container[UUID]) -> str:
    """The address alone: whoever reads the paper may not see that thread."""
    if thread_id is None:
        return ""
    if thread_id not in seen:
        return pgettext("paper", "in a thread that you do not see")
    return urljoin(settings.BASE_URL, f"/threads/{thread_id}")


def warning_of(thread: Thread) -> str:
    """What whoever holds it in their hands must know."""
    if not thread.is_restricted:
        return ""
    return pgettext("paper", "Not the whole group reads this thread. Do not pass it on.")


def speaker_of(message: Message) -> str:
    """Who says it, in which post and for whom. Needs `author`, `mandate.organisation` and `bring_holders`."""
    name = local(message.author, "name")
    if message.mandate is None:
        return name
    mandate, organisation = message.mandate, message.mandate.organisation
    post = local(mandate, "position")
    if mandate.person_id != message.author_id:
        holder = {"name": local(mandate.person, "name")}
        post = pgettext("paper", "stands in for %(name)s") % holder
    whose = local(organisation, "short_name")
    if message.on_behalf:
        spoken_for = {"organisation": local(organisation, "on_behalf")}
        whose = pgettext("paper", "on behalf of %(organisation)s") % spoken_for
    return f"{name}, {post}, {whose}"


def remarks_of(message: Message, numbers: dict[UUID, int], zone: str) -> list[str]:
    """When it was said, what it answers, that it was changed, and how many stand behind it."""
    found = [moment(message.posted_at, zone)]
    if message.parent_id is not None and message.parent_id in numbers:
        found.append(pgettext("paper", "answers No. %(number)d") % {"number": numbers[message.parent_id]})
    if message.edited_at is not None and not message.is_silent:
        changed = moment(message.edited_at, zone)
        found.append(pgettext("paper", "changed %(moment)s") % {"moment": changed})
    supporters = len(getattr(message, "supporters", []))
    if supporters and not message.is_silent:
        found.append(pgettext("paper", "supported by %(count)d") % {"count": supporters})
    return found


def text_of(message: Message) -> str:
    """What it says as plain text; of what is gone, why it is."""
    if message.moved_to_id is not None:
        return pgettext("paper", "This message goes on in another thread.")
    if message.is_deleted:
        return pgettext("paper", "This message was taken back.")
    if message.is_hidden:
        return pgettext("paper", "This message is hidden. %(reason)s.") % {
            "reason": message.hiding.get_fault_display()
        }
    return plain(html_of(message))


@dataclass(frozen=True, slots=True)
class SummedUp:
    """The summary of a thread. `about` says who wrote it and when, and how much of the talk it takes in."""

    heading: str
    about: str
    html: str
    gone: Mapping[int, str]

    @property
    def lines(self) -> list[str]:
        return plain(with_citations(self.html, self.cited)).split("\n")

    def cited(self, number: int) -> str:
        """A message that is cited, in words; of one that nobody reads any more it says so."""
        return f"#{number} ({self.gone[number]})" if number in self.gone else f"#{number}"


def _gone(message: Message) -> str:
    if message.is_hidden:
        return pgettext("paper", "hidden message")
    return pgettext("paper", "message taken back")


def summed_up(thread: Thread) -> SummedUp | None:
    """What stands at the head of a thread; None where nobody has summed it up. Needs its group."""
    found = summary_of(thread)
    if found is None or not found.row.body:
        return None
    facts = {
        "name": local(found.row.written_by, "name"),
        "moment": moment(found.row.written_at, thread.group.time_zone),
        "number": found.row.through,
    }
    taken_in = pgettext("paper", "%(name)s, %(moment)s, takes in messages 1–%(number)d")
    nothing = pgettext("paper", "%(name)s, %(moment)s, before the first message")
    return SummedUp(
        heading=pgettext("paper", "Summary"),
        about=(taken_in if found.row.through else nothing) % facts,
        html=found.html,
        gone={one.number: _gone(one) for one in found.cited if one.is_silent},
    )


@dataclass(frozen=True, slots=True)
class Asked:
    """What a thread or a round asked, and what became of it; or a statement, and where it comes from."""

    text: str
    became: str


def asked_in(thread: Thread) -> list[Asked]:
    """The questions of a thread in their order, but for those that wait to be taken up or were not."""
    left_out = (QuestionState.PROPOSED, QuestionState.DECLINED)
    shown = [one for one in questions_of(thread) if one.state not in left_out]
    return [Asked(one.text or pgettext("paper", "Question taken back"), _became(one)) for one in shown]


def _became(question: Question) -> str:
    found = [str(question.get_state_display())]
    if question.answer is not None:
        gone = f" ({_gone(question.answer)})" if question.answer.is_silent else ""
        found.append(pgettext("paper", "message No. %(number)d") % {"number": question.answer.number} + gone)
    return ": ".join(filter(None, (", ".join(found), question.words)))


def stated_in(thread: Thread) -> list[Asked]:
    """The statements of a thread, each with the message of which it is the point."""
    return [Asked(_stated(one), _point_of(one)) for one in statements_of(thread)]


def _stated(statement: Statement) -> str:
    source = statement.source
    return _gone(source) if source is not None and source.is_silent else statement.text


def _point_of(statement: Statement) -> str:
    if statement.source is None:
        return ""
    return pgettext("paper", "message No. %(number)d") % {"number": statement.source.number}


def rounds_in(thread: Thread) -> list[Asked]:
    """What each round asked, the first one first, and by which message each sector spoke. Needs its group."""
    return [
        Asked(one.question, _spoken_in(one, thread.group.time_zone))
        for one in reversed(with_speakers(rounds_of(thread)))
    ]


def _spoken_in(row: Round, zone: str) -> str:
    turns = sorted(row.turns.all(), key=lambda turn: turn.message.number)
    spoke = {turn.sector: turn.message for turn in turns}
    over = pgettext("paper", "over %(moment)s") % {"moment": moment(row.over_at or row.ends_at, zone)}
    runs = pgettext("paper", "runs until %(moment)s") % {"moment": moment(row.ends_at, zone)}
    said = [_spoken(str(Sector(one).label), spoke.get(one)) for one in in_order(row, turns)]
    return "; ".join([over if row.over_at is not None else runs, *said])


def _spoken(sector: str, message: Message | None) -> str:
    if message is None:
        return pgettext("paper", "%(sector)s: did not speak") % {"sector": sector}
    number = pgettext("paper", "message No. %(number)d") % {"number": message.number}
    gone = f" ({_gone(message)})" if message.is_silent else ""
    return f"{sector}: {number}{gone}"


def quoted_in(message: Message) -> Fact | None:
    """Whom it quotes, and what."""
    quote = quote_of(message)
    if quote is None or message.is_silent:
        return None
    gone = pgettext("paper", "This message was taken back.")
    if quote.source.is_hidden:
        gone = pgettext("paper", "This message is hidden.")
    return Fact(local(quote.source.author, "name"), gone if quote.source.is_silent else quote.text)


def part_of(thread: Thread, numbers: Sequence[int]) -> str:
    """Which of its messages these are, where they are not all."""
    if not numbers or len(numbers) == thread.message_count:
        return ""
    return pgettext("paper", "Messages No. %(first)d to %(last)d of %(count)d.") % {
        "first": numbers[0],
        "last": numbers[-1],
        "count": thread.message_count,
    }
