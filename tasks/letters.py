"""The letter that brings an owner without an account the link by which they answer.

As of every letter to an address that somebody typed: its subject names nobody, a hidden group is not named,
and nothing that anybody typed into a form goes into it, so neither the title of the item.
"""

from __future__ import annotations

from datetime import timedelta

from django.db.models import Q
from django.utils.translation import gettext as _, gettext_lazy

from groups.letters import BY_PERSON, TO_ADDRESS, held_until
from groups.models import InitiativeGroup, Visibility
from groups.texts import local
from tasks.models import ActionLink
from tasks.stance import item_of_link
from viche.accounts.attempts import Limit
from viche.accounts.letters import Written, writes
from viche.accounts.models import Letter
from viche.accounts.passwords.words import folded
from viche.accounts.services.letters import ask_for_letter
from viche.accounts.token_secrets import digest_of
from viche.kernel.actor import Actor
from viche.kernel.clock import now
from viche.kernel.errors import Invalid

PURPOSE = "tasks.action_link"
MAILER = Actor.for_system("tasks.letters")
STEPS_BY_LINK = Limit("action_link_steps", 60, timedelta(hours=1))
PAGE = "/a"
NO_ADDRESS = gettext_lazy("The body has no e-mail address: copy the link and send it by yourself.")


def have_link_sent(link: ActionLink) -> None:
    """Raises Invalid where there is no address, TooMany."""
    address = link.body.email
    if not address:
        raise Invalid.field("/send", "no_address", NO_ADDRESS)
    ask_for_letter(
        actor=MAILER,
        purpose=PURPOSE,
        address=address,
        about=link.pk,
        language=link.body.language,
        counters=[BY_PERSON.of(str(link.made_by_id)), TO_ADDRESS.of(folded(address).strip())],
    )


def link_of(secret: str) -> ActionLink | None:
    """The link that a secret opens now: the one shown to who made it, or that of a letter."""
    digest = digest_of(secret)
    letters = Letter.objects.filter(purpose=PURPOSE, digest=digest, expires_at__gt=now())
    rows = ActionLink.objects.filter(Q(digest=digest) | Q(pk__in=letters.values("about")))
    link = rows.select_related("body", "made_by", "made_through__organisation").first()
    return link if link is not None and item_of_link(link.pk) is not None else None


def _letter(letter: Letter) -> Written | None:
    rows = ActionLink.objects.select_related("action__group", "body", "made_by")
    link = rows.filter(pk__in=[letter.about], body__email=letter.address).first()
    if link is None or item_of_link(link.pk) is None:
        return None
    return Written(
        subject=_("A request of an initiative group"),
        body=_words(link),
        page=PAGE,
        until=link.expires_at,
        in_path=True,
    )


def _words(link: ActionLink) -> str:
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
        "person": local(link.made_by, "name"),
        "group": _named(group),
        "until": held_until(link.expires_at, group.time_zone),
        "link": "%(link)s",
    }


def _named(group: InitiativeGroup) -> str:
    if group.visibility == Visibility.HIDDEN:
        return _("an initiative group")
    return _("the initiative group “%(name)s”") % {"name": local(group, "name")}


writes(PURPOSE, _letter)
