"""Emails that bring an owner without an account a guest link: requests and reminders.

As with every email to an address that a person has typed: the subject names no person, a hidden group is not
named, and no user-typed text goes into it, not even the title of the item.
"""

from __future__ import annotations

import logging
from datetime import timedelta

from django.db.models import Exists, OuterRef, Q
from django.utils.formats import date_format
from django.utils.translation import gettext as _, gettext_lazy

from groups.joining.emails import ADDRESS_LIMIT, PERSON_LIMIT, describe_expiry
from groups.models import InitiativeGroup, Visibility
from tasks.external_assignees.delivery_failures import note_letter_lost
from tasks.external_assignees.models import ActionLink
from tasks.external_assignees.subjects import SUBJECTS, find_group_of_link
from tasks.external_assignees.unsubscribe import build_unsubscribe_path
from tasks.items.models import ActionItem
from tasks.items.states import UNFINISHED_STATES
from viche.accounts.letters import LetterText, register_letter_writer
from viche.accounts.login_throttling import Limit
from viche.accounts.models import Letter, Loss, User
from viche.accounts.passwords.folding import fold_text
from viche.accounts.services.letters import request_letter
from viche.accounts.token_secrets import digest_of
from viche.kernel.actor import Actor
from viche.kernel.clock import now
from viche.kernel.errors import Invalid, TooMany
from viche.kernel.text import translate_field

logger = logging.getLogger(__name__)

PURPOSE, REMINDER = "tasks.action_link", "tasks.body_reminder"
PURPOSES = (PURPOSE, REMINDER)
MAILER = Actor.for_system("tasks.letters")
STEPS_BY_LINK = Limit("action_link_steps", 60, timedelta(hours=1))
# More reminders than a responsive body gets in a day; rules that meet on one morning share one email.
REMINDERS_TO = Limit("body_reminders_to", 30, timedelta(days=1))
REMINDER_INTERVAL = timedelta(hours=12)
LINK_PAGE_PATH = "/a"
NO_ADDRESS = gettext_lazy("The body has no e-mail address: copy the link and send it by yourself.")
STOPPED = gettext_lazy(
    "No letters go to this address: correct it, or let them go again; or copy the link and send it by "
    "yourself."
)


def send_guest_link_email(link: ActionLink) -> None:
    """Queue an email with the link. Raises Invalid without a usable address, TooMany."""
    address = link.body.email
    if not address:
        raise Invalid.field("/send", "no_address", NO_ADDRESS)
    if link.body.letters_stop:
        raise Invalid.field("/send", "letters_stopped", STOPPED)
    request_letter(
        actor=MAILER,
        purpose=PURPOSE,
        address=address,
        about=link.pk,
        language=link.body.language,
        counters=[PERSON_LIMIT.of(str(link.made_by_id)), ADDRESS_LIMIT.of(fold_text(address).strip())],
    )


def send_reminder_email(link: ActionLink) -> None:
    """Queue one reminder email for however many reminders came lately.

    Nothing is sent when the address has reached its daily limit.
    """
    body = link.body
    letters = Letter.objects.filter(purpose=REMINDER, about=link.pk, address=body.email, lost="")
    if letters.filter(created_at__gt=now() - REMINDER_INTERVAL).exists():
        return
    try:
        request_letter(
            actor=MAILER,
            purpose=REMINDER,
            address=body.email,
            about=link.pk,
            language=body.language,
            counters=[REMINDERS_TO.of(fold_text(body.email).strip())],
        )
    except TooMany:
        # The later reminder rules still run, so the facilitators hear of overdue items.
        logger.warning("body_reminders_enough", extra={"link": link.pk})


def find_link(secret: str) -> ActionLink | None:
    """Return the live link that a secret opens, or None.

    The secret is the one shown to the person who made the link, or that of an email to the present address of
    its body.
    """
    digest = digest_of(secret)
    letters = Letter.objects.filter(purpose__in=PURPOSES, digest=digest, expires_at__gt=now())
    sent = Exists(letters.filter(about=OuterRef("pk"), address=OuterRef("body__email")))
    rows = ActionLink.objects.filter(Q(digest=digest) | sent)
    link = rows.select_related("action__group", "body", "made_by", "made_through__organisation").first()
    return link if link is not None and find_group_of_link(link) is not None else None


def find_latest_email(link: ActionLink) -> Letter | None:
    """Return the newest email that carries the link, delivered or not.

    Emails are deleted a month after their link has expired.
    """
    return Letter.objects.filter(about=link.pk, purpose__in=PURPOSES).order_by("-id").first()


def _handle_loss(letter: Letter) -> None:
    if letter.about is not None:
        why, sent_at = Loss(letter.lost), letter.sent_at
        note_letter_lost(actor=MAILER, link_id=letter.about, address=letter.address, why=why, sent_at=sent_at)


def _render_request(letter: Letter) -> LetterText | Loss | None:
    link = _find_link_of_email(letter)
    # Links that a reminder created have no author and are never sent as a request.
    group = find_group_of_link(link) if link is not None else None
    if link is None or link.made_by is None or group is None:
        return None
    if link.body.letters_stop:
        return Loss.STOPPED
    return _build_email(
        link, _("A request of an initiative group"), _request_text(link, group, link.made_by), leave=False
    )


def _render_reminder(letter: Letter) -> LetterText | Loss | None:
    link = _find_link_of_email(letter)
    group = find_group_of_link(link) if link is not None else None
    if link is None or group is None or not (said := _describe_reminder(link, group)):
        return None
    if link.body.letters_stop:
        return Loss.STOPPED
    body = f"{said}\n\n{_reminder_text(link, group)}"
    return _build_email(link, _("A reminder of an initiative group"), body, leave=True)


def _find_link_of_email(letter: Letter) -> ActionLink | None:
    """Return the link of an email while it is live and the body still has the email's address."""
    rows = ActionLink.objects.select_related("action__group", "body", "made_by")
    link = rows.filter(pk__in=[letter.about], body__email=letter.address).first()
    return link if link is not None and find_group_of_link(link) is not None else None


def _build_email(link: ActionLink, subject: str, body: str, *, leave: bool) -> LetterText:
    """Build the email; `leave` adds an unsubscribe link, for emails that recur."""
    return LetterText(
        subject=subject,
        body=body,
        page=LINK_PAGE_PATH,
        until=link.expires_at,
        action=_("See and answer"),
        in_path=True,
        leave=build_unsubscribe_path(link) if leave else "",
    )


def _request_text(link: ActionLink, group: InitiativeGroup, made_by: User) -> str:
    return _(
        "%(person)s asks you on behalf of %(group)s to take something on. The group meets at "
        "Viche, where institutions and communities decide together.\n\n"
        "See what it is about, answer, and say how it is going. You need no account; the link "
        "works %(until)s:\n\n"
        "%(link)s\n\n"
        "The link is only for you: anyone who has it can answer for you. If you know nothing about "
        "this, do nothing, or write to the group’s facilitator."
    ) % {
        "person": translate_field(made_by, "name"),
        "group": _describe_group(group),
        "until": describe_expiry(link.expires_at, group.time_zone),
        "link": "%(link)s",
    }


def _describe_reminder(link: ActionLink, group: InitiativeGroup) -> str:
    """Return what a reminder is about; empty when nothing is awaited of the body any more."""
    named, item = _describe_group(group), link.action
    if item is None:
        return SUBJECTS[link.subject_kind].describe_reminder(link, named)
    return _describe_item(item, named) if item.state in UNFINISHED_STATES else ""


def _describe_item(item: ActionItem, group: str) -> str:
    if item.is_overdue():
        said = _(
            "This reminds you on behalf of %(group)s: action item no. %(number)d/%(year)d was due on %(due)s."
        )
    else:
        said = _(
            "This reminds you on behalf of %(group)s: action item no. %(number)d/%(year)d is due on %(due)s."
        )
    facts = {"number": item.number, "year": item.year, "due": date_format(item.due_on)}
    asked = _("Say whether you take it on, how it is going, or that it is done.")
    return f"{said % {'group': group, **facts}} {asked}"


def _reminder_text(link: ActionLink, group: InitiativeGroup) -> str:
    return _(
        "See what it is about, and answer. You need no account; the link works %(until)s:\n\n"
        "%(link)s\n\n"
        "The link is only for you: anyone who has it can answer for you. You get this e-mail "
        "because it is addressed to you. If nothing is done, the group’s leaders are told. If you "
        "know nothing about this, do nothing, or write to the group’s facilitator."
    ) % {"until": describe_expiry(link.expires_at, group.time_zone), "link": "%(link)s"}


def _describe_group(group: InitiativeGroup) -> str:
    if group.visibility == Visibility.HIDDEN:
        return _("an initiative group")
    return _("the initiative group “%(name)s”") % {"name": translate_field(group, "name")}


register_letter_writer(PURPOSE, _render_request, _handle_loss)
register_letter_writer(REMINDER, _render_reminder, _handle_loss)
