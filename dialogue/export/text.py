"""Describe a thread and its messages in one language; call under `override(language)`."""

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

from dialogue.messages.markdown import convert_to_text
from dialogue.messages.models import Message
from dialogue.messages.quotes import quote_of
from dialogue.rounds.models import Round
from dialogue.rounds.selectors import load_speakers, order_sectors, rounds_of
from dialogue.summary.citations import replace_html_citations
from dialogue.summary.models import Question, QuestionState, Statement
from dialogue.summary.selectors import find_summary, questions_of, statements_of
from dialogue.threads.models import Thread
from dialogue.timeline.presenters import get_html
from groups.models import Sector
from viche.kernel.text import translate_field


@dataclass(frozen=True, slots=True)
class Fact:
    name: str
    value: str


def format_moment(at: datetime, zone: str) -> str:
    return date_format(at.astimezone(ZoneInfo(zone)), "DATETIME_FORMAT")


def format_day(value: date) -> str:
    return date_format(value)


def list_facts(thread: Thread, seen: Container[UUID]) -> list[Fact]:
    """Return the labelled facts of a thread. Needs its group and facilitator.

    A thread into which it was merged is linked only if it is among those that are `seen`.
    """
    leads = translate_field(thread.facilitator.person, "name") if thread.facilitator is not None else ""
    closes_on = format_day(thread.closes_on) if thread.closes_on is not None else ""
    found = [
        Fact(pgettext("paper", "Group"), translate_field(thread.group, "name")),
        Fact(pgettext("paper", "What it is for"), str(thread.get_purpose_display())),
        Fact(pgettext("paper", "State"), str(thread.get_state_display())),
        Fact(pgettext("paper", "Continues"), _describe_merged_into(thread.merged_into_id, seen)),
        Fact(pgettext("paper", "Who reads it"), _describe_readers(thread)),
        Fact(pgettext("paper", "Led by"), leads),
        Fact(pgettext("paper", "Open until"), closes_on),
        Fact(pgettext("paper", "What came of it"), translate_field(thread, "outcome")),
    ]
    return [one for one in found if one.value]


def _describe_readers(thread: Thread) -> str:
    if thread.public_from is None:
        return str(thread.get_visibility_display())
    open_page = pgettext("paper", "The whole group; from No. %(number)d on, anyone on the internet")
    closed_page = pgettext("paper", "The whole group; from No. %(number)d on, anyone, once its page is open")
    return (open_page if thread.group.has_public_page else closed_page) % {"number": thread.public_from}


def _describe_merged_into(thread_id: UUID | None, seen: Container[UUID]) -> str:
    """Return the URL of the thread into which it was merged, without its title.

    The export may be passed on to a reader who may not see that thread.
    """
    if thread_id is None:
        return ""
    if thread_id not in seen:
        return pgettext("paper", "in a thread that you do not see")
    return urljoin(settings.BASE_URL, f"/threads/{thread_id}")


def get_warning(thread: Thread) -> str:
    """Return the warning for an export of a restricted thread, else an empty string."""
    if not thread.is_restricted:
        return ""
    return pgettext("paper", "Not the whole group reads this thread. Do not pass it on.")


def describe_speaker(message: Message) -> str:
    """Describe the author, their post and their organisation.

    Needs `author` and `mandate.organisation` loaded, and `groups.selectors.prefetch_principals`.
    """
    name = translate_field(message.author, "name")
    if message.mandate is None:
        return name
    mandate, organisation = message.mandate, message.mandate.organisation
    post = translate_field(mandate, "position")
    if mandate.person_id != message.author_id:
        holder = {"name": translate_field(mandate.person, "name")}
        post = pgettext("paper", "stands in for %(name)s") % holder
    whose = translate_field(organisation, "short_name")
    if message.on_behalf:
        spoken_for = {"organisation": translate_field(organisation, "on_behalf")}
        whose = pgettext("paper", "on behalf of %(organisation)s") % spoken_for
    return f"{name}, {post}, {whose}"


def list_remarks(message: Message, numbers: dict[UUID, int], zone: str) -> list[str]:
    """List when it was posted, what it replies to, when it was edited, and how many support it."""
    found = [format_moment(message.posted_at, zone)]
    if message.parent_id is not None and message.parent_id in numbers:
        found.append(pgettext("paper", "answers No. %(number)d") % {"number": numbers[message.parent_id]})
    if message.edited_at is not None and not message.is_silent:
        changed = format_moment(message.edited_at, zone)
        found.append(pgettext("paper", "changed %(moment)s") % {"moment": changed})
    supporters = len(getattr(message, "supporters", []))
    if supporters and not message.is_silent:
        found.append(pgettext("paper", "supported by %(count)d") % {"count": supporters})
    return found


def get_text(message: Message) -> str:
    """Return its plain text, or why the text is gone."""
    if message.moved_to_id is not None:
        return pgettext("paper", "This message continues in another thread.")
    if message.is_deleted:
        return pgettext("paper", "This message was deleted.")
    if message.is_hidden:
        return pgettext("paper", "This message is hidden. %(reason)s.") % {
            "reason": message.hiding.get_fault_display()
        }
    return convert_to_text(get_html(message))


@dataclass(frozen=True, slots=True)
class SummaryText:
    """The summary of a thread. `about` says who wrote it, when, and how many messages it covers."""

    heading: str
    about: str
    html: str
    gone: Mapping[int, str]

    @property
    def lines(self) -> list[str]:
        return convert_to_text(replace_html_citations(self.html, self.cited)).split("\n")

    def cited(self, number: int) -> str:
        """Return a citation in words; it says so when the message is withdrawn or hidden."""
        return f"#{number} ({self.gone[number]})" if number in self.gone else f"#{number}"


def _describe_gone(message: Message) -> str:
    if message.is_hidden:
        return pgettext("paper", "hidden message")
    return pgettext("paper", "deleted message")


def describe_summary(thread: Thread) -> SummaryText | None:
    """Describe the summary of a thread, or return None if it has none. Needs its group."""
    found = find_summary(thread)
    if found is None or not found.row.body:
        return None
    facts = {
        "name": translate_field(found.row.written_by, "name"),
        "moment": format_moment(found.row.written_at, thread.group.time_zone),
        "number": found.row.through,
    }
    taken_in = pgettext("paper", "%(name)s, %(moment)s, takes in messages 1–%(number)d")
    nothing = pgettext("paper", "%(name)s, %(moment)s, before the first message")
    return SummaryText(
        heading=pgettext("paper", "Summary"),
        about=(taken_in if found.row.through else nothing) % facts,
        html=found.html,
        gone={one.number: _describe_gone(one) for one in found.cited if one.is_silent},
    )


@dataclass(frozen=True, slots=True)
class Entry:
    """A question, round or statement as text, and what came of it or where it comes from."""

    text: str
    became: str


def list_questions(thread: Thread) -> list[Entry]:
    """List the questions of a thread in their order, without proposed and declined ones."""
    left_out = (QuestionState.PROPOSED, QuestionState.DECLINED)
    shown = [one for one in questions_of(thread) if one.state not in left_out]
    return [
        Entry(one.text or pgettext("paper", "Question deleted"), _describe_resolution(one)) for one in shown
    ]


def _describe_resolution(question: Question) -> str:
    found = [str(question.get_state_display())]
    if question.answer is not None:
        gone = f" ({_describe_gone(question.answer)})" if question.answer.is_silent else ""
        found.append(pgettext("paper", "message No. %(number)d") % {"number": question.answer.number} + gone)
    return ": ".join(filter(None, (", ".join(found), question.words)))


def list_statements(thread: Thread) -> list[Entry]:
    """List the statements of a thread, each with the message that it sums up."""
    return [Entry(_statement_text(one), _describe_source(one)) for one in statements_of(thread)]


def _statement_text(statement: Statement) -> str:
    source = statement.source
    return _describe_gone(source) if source is not None and source.is_silent else statement.text


def _describe_source(statement: Statement) -> str:
    if statement.source is None:
        return ""
    return pgettext("paper", "message No. %(number)d") % {"number": statement.source.number}


def list_rounds(thread: Thread) -> list[Entry]:
    """List the rounds, the earliest first, with each sector's message. Needs the thread's group."""
    return [
        Entry(one.question, _describe_round(one, thread.group.time_zone))
        for one in reversed(load_speakers(rounds_of(thread)))
    ]


def _describe_round(row: Round, zone: str) -> str:
    turns = sorted(row.turns.all(), key=lambda turn: turn.message.number)
    spoke = {turn.sector: turn.message for turn in turns}
    over = pgettext("paper", "over %(moment)s") % {"moment": format_moment(row.over_at or row.ends_at, zone)}
    runs = pgettext("paper", "runs until %(moment)s") % {"moment": format_moment(row.ends_at, zone)}
    said = [_describe_turn(str(Sector(one).label), spoke.get(one)) for one in order_sectors(row, turns)]
    return "; ".join([over if row.over_at is not None else runs, *said])


def _describe_turn(sector: str, message: Message | None) -> str:
    if message is None:
        return pgettext("paper", "%(sector)s: did not speak") % {"sector": sector}
    number = pgettext("paper", "message No. %(number)d") % {"number": message.number}
    gone = f" ({_describe_gone(message)})" if message.is_silent else ""
    return f"{sector}: {number}{gone}"


def describe_quote(message: Message) -> Fact | None:
    """Return the quoted author and text, or None."""
    quote = quote_of(message)
    if quote is None or message.is_silent:
        return None
    gone = pgettext("paper", "This message was deleted.")
    if quote.source.is_hidden:
        gone = pgettext("paper", "This message is hidden.")
    return Fact(translate_field(quote.source.author, "name"), gone if quote.source.is_silent else quote.text)


def describe_part(thread: Thread, numbers: Sequence[int]) -> str:
    """Describe which messages these are, unless they are all messages of the thread."""
    if not numbers or len(numbers) == thread.message_count:
        return ""
    return pgettext("paper", "Messages No. %(first)d to %(last)d of %(count)d.") % {
        "first": numbers[0],
        "last": numbers[-1],
        "count": thread.message_count,
    }
