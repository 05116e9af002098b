"""The letters that bring an owner without an account a link by which they answer: what they are asked to take
on, and what they are reminded of.

As of every letter to an address that somebody typed: its subject names nobody, a hidden group is not named,
and nothing that anybody typed into a form goes into it, so neither the title of the item.
"""

from __future__ import annotations

import logging
from datetime import timedelta

from django.db.models import Exists, OuterRef, Q
from django.utils.formats import date_format
from django.utils.translation import gettext as _, gettext_lazy

from groups.common.texts import local
from groups.joining.emails import BY_PERSON, TO_ADDRESS, held_until
from groups.models import InitiativeGroup, Visibility
from tasks.external_assignees.models import ActionLink
from tasks.external_assignees.undelivered import note_letter_lost
from tasks.external_assignees.unsubscribe import path_of
from tasks.items.access import item_of_link
from tasks.items.states import UNFINISHED
from viche.accounts.attempts import Limit
from viche.accounts.letters import Written, writes
from viche.accounts.models import Letter, Loss, User
from viche.accounts.passwords.words import folded
from viche.accounts.services.letters import ask_for_letter
from viche.accounts.token_secrets import digest_of
from viche.kernel.actor import Actor
from viche.kernel.clock import now
from viche.kernel.errors import Invalid, TooMany

logger = logging.getLogger(__name__)

PURPOSE, REMINDER = "tasks.action_link", "tasks.body_reminder"
PURPOSES = (PURPOSE, REMINDER)
MAILER = Actor.for_system("tasks.letters")
STEPS_BY_LINK = Limit("action_link_steps", 60, timedelta(hours=1))
# More than any body owns that answers letters; and of two rules that meet on one morning one letter comes.
REMINDERS_TO = Limit("body_reminders_to", 30, timedelta(days=1))
LATELY = timedelta(hours=12)
PAGE = "/a"
NO_ADDRESS = gettext_lazy("The body has no e-mail address: copy the link and send it by yourself.")
STOPPED = gettext_lazy(
    "No letters go to this address: correct it, or let them go again; or copy the link and send it by "
    "yourself."
)


def have_link_sent(link: ActionLink) -> None:
    """Raises Invalid where there is no address, or no letters go to it, TooMany."""
    address = link.body.email
    if not address:
        raise Invalid.field("/send", "no_address", NO_ADDRESS)
    if link.body.letters_stop:
        raise Invalid.field("/send", "letters_stopped", STOPPED)
    ask_for_letter(
        actor=MAILER,
        purpose=PURPOSE,
        address=address,
        about=link.pk,
        language=link.body.language,
        counters=[BY_PERSON.of(str(link.made_by_id)), TO_ADDRESS.of(folded(address).strip())],
    )


def have_reminder_sent(link: ActionLink) -> None:
    """One for however many reminders came lately; none where the address has had enough of them today."""
    body = link.body
    letters = Letter.objects.filter(purpose=REMINDER, about=link.pk, address=body.email, lost="")
    if letters.filter(created_at__gt=now() - LATELY).exists():
        return
    try:
        ask_for_letter(
            actor=MAILER,
            purpose=REMINDER,
            address=body.email,
            about=link.pk,
            language=body.language,
            counters=[REMINDERS_TO.of(folded(body.email).strip())],
        )
    except TooMany:
        # The rules go on: those who lead hear of what is late.
        logger.warning("body_reminders_enough", extra={"link": link.pk})


def link_of(secret: str) -> ActionLink | None:
    """The link that a secret opens now: the one shown to who made it, or that of a letter to the address that
    its body has now.
    """
    digest = digest_of(secret)
    letters = Letter.objects.filter(purpose__in=PURPOSES, digest=digest, expires_at__gt=now())
    sent = Exists(letters.filter(about=OuterRef("pk"), address=OuterRef("body__email")))
    rows = ActionLink.objects.filter(Q(digest=digest) | sent)
    link = rows.select_related("body", "made_by", "made_through__organisation").first()
    return link if link is not None and item_of_link(link.pk) is not None else None


def last_letter(link: ActionLink) -> Letter | None:
    """The newest one that carries a link, however it fared; forgotten a month after its link is over."""
    return Letter.objects.filter(about=link.pk, purpose__in=PURPOSES).order_by("-id").first()


def _lost(letter: Letter) -> None:
    if letter.about is not None:
        why, sent_at = Loss(letter.lost), letter.sent_at
        note_letter_lost(actor=MAILER, link_id=letter.about, address=letter.address, why=why, sent_at=sent_at)


def _request(letter: Letter) -> Written | Loss | None:
    link = _link_about(letter)
    # Only what somebody made is sent so.
    if link is None or link.made_by is None:
        return None
    if link.body.letters_stop:
        return Loss.STOPPED
    return _written(link, _("A request of an initiative group"), _words(link, link.made_by), leave=False)


def _reminder(letter: Letter) -> Written | Loss | None:
    link = _link_about(letter)
    if link is None or link.action.state not in UNFINISHED:
        return None
    if link.body.letters_stop:
        return Loss.STOPPED
    return _written(link, _("A reminder of an initiative group"), _words_of_reminder(link), leave=True)


def _link_about(letter: Letter) -> ActionLink | None:
    """What a letter leads to, while that opens anything and the body is at the letter's address."""
    rows = ActionLink.objects.select_related("action__group", "body", "made_by")
    link = rows.filter(pk__in=[letter.about], body__email=letter.address).first()
    return link if link is not None and item_of_link(link.pk) is not None else None


def _written(link: ActionLink, subject: str, body: str, *, leave: bool) -> Written:
    """`leave`: what comes again and again can be ended."""
    return Written(
        subject=subject,
        body=body,
        page=PAGE,
        until=link.expires_at,
        action=_("See and answer"),
        in_path=True,
        leave=path_of(link) if leave else "",
    )


def _words(link: ActionLink, made_by: User) -> str:
    group = link.action.group
    return _(
        "%(person)s asks you on behalf of %(group)s to take something on. It meets at Viche, where "
        "institutions and communities decide together.\n\n"
        "See what it is about, answer, and tell how it goes. You need no account; the link works "
        "%(until)s:\n\n"
        "%(link)s\n\n"
        "The link is for you alone: whoever has it can answer in your place. "
        "If you know nothing of this, do nothing, or write to whoever leads the group."
    ) % {
        "person": local(made_by, "name"),
        "group": _named(group),
        "until": held_until(link.expires_at, group.time_zone),
        "link": "%(link)s",
    }


def _words_of_reminder(link: ActionLink) -> str:
    item = link.action
    if item.is_overdue():
        said = _(
            "This reminds you on behalf of %(group)s: action item no. %(number)d/%(year)d was due on %(due)s."
        )
    else:
        said = _(
            "This reminds you on behalf of %(group)s: action item no. %(number)d/%(year)d is due on %(due)s."
        )
    facts = {"number": item.number, "year": item.year, "due": date_format(item.due_on, "j E Y")}
    rest = _(
        "See what it is about, and answer: that you take it on or cannot, how it goes, or that it is done. "
        "You need no account; the link works %(until)s:\n\n"
        "%(link)s\n\n"
        "The link is for you alone: whoever has it can answer in your place. You get this letter because you "
        "are named as the owner. If nothing is done, those who lead the group are told. "
        "If you know nothing of this, do nothing, or write to whoever leads the group."
    ) % {"until": held_until(link.expires_at, item.group.time_zone), "link": "%(link)s"}
    return f"{said % {'group': _named(item.group), **facts}}\n\n{rest}"


def _named(group: InitiativeGroup) -> str:
    if group.visibility == Visibility.HIDDEN:
        return _("an initiative group")
    return _("the initiative group “%(name)s”") % {"name": local(group, "name")}


writes(PURPOSE, _request, _lost)
writes(REMINDER, _reminder, _lost)
