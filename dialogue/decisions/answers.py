"""Which answers a decision takes, and which rules fit together."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from dialogue.decisions.models import MIN_OPTIONS, Answer, Capacity, Decision, Method, Unit
from viche.kernel.errors import Invalid

OBJECTING = frozenset({Method.CONSENSUS, Method.CONSENT})
APPROVALS = (Answer.CONSENT, Answer.ABSTAIN, Answer.STAND_ASIDE, Answer.OBJECT)
MAJORITIES = (Answer.FOR, Answer.AGAINST, Answer.ABSTAIN)
CHOICES = (Answer.CHOOSE, Answer.ABSTAIN)


def list_answers(row: Decision, *, has_options: bool) -> tuple[Answer, ...]:
    """Return the answers that a decision takes."""
    if row.method in OBJECTING:
        return APPROVALS
    return CHOICES if has_options else MAJORITIES


def check_rule(row: Decision, option_count: int) -> None:
    """Raise Invalid for a rule whose parts do not fit together."""
    if row.method in OBJECTING and option_count:
        raise Invalid.field("/options", "no_options", _("One proposal is agreed on, without options."))
    if row.method == Method.RANKED and not option_count:
        raise Invalid.field("/options", "too_few", _("Name the options that are ranked."))
    if 0 < option_count < MIN_OPTIONS:
        raise Invalid.field("/options", "too_few", _("Name at least two options."))
    for pointer, chosen in (("/secret", row.secret), ("/on_paper", row.on_paper)):
        if row.method in OBJECTING and chosen:
            raise Invalid.field(
                pointer, "objections_are_open", _("Objections are reasoned, by open answers.")
            )
    if row.secret and row.on_paper:
        raise Invalid.field("/secret", "not_on_paper", _("Ballots of paper bear no names: leave this off."))
    if row.unit == Unit.ORGANISATION and row.capacity == Capacity.PERSONAL:
        raise Invalid.field("/capacity", "not_personal", _("An organisation does not vote personally."))


def validate_answer(
    row: Decision,
    answer: str,
    ranking: Sequence[UUID],
    *,
    harm: str = "",
    condition: str = "",
    pointer: str = "",
) -> None:
    """Raise Invalid for an answer that the decision does not take, or an objection without its reasons."""
    options = {one.pk for one in row.options.all()}
    if answer not in list_answers(row, has_options=bool(options)):
        raise Invalid.field(
            f"{pointer}/answer", "not_of_method", _("This decision does not take this answer.")
        )
    _validate_ranking(row, answer, ranking, options, pointer)
    if answer == Answer.OBJECT:
        for name, text in (("harm", harm), ("condition", condition)):
            if not text:
                raise Invalid.field(
                    f"{pointer}/{name}",
                    "blank",
                    _("An objection names the harm, and on what condition it is lifted."),
                )


def _validate_ranking(
    row: Decision, answer: str, ranking: Sequence[UUID], options: Collection[UUID], pointer: str
) -> None:
    at = f"{pointer}/ranking"
    if answer != Answer.CHOOSE:
        if ranking:
            raise Invalid.field(at, "not_ranked", _("This answer chooses no option."))
        return
    if not ranking:
        raise Invalid.field(at, "too_few", _("Choose an option."))
    if row.method != Method.RANKED and len(ranking) > 1:
        raise Invalid.field(at, "too_many", _("Choose one option."))
    if len(set(ranking)) != len(ranking) or not set(ranking) <= set(options):
        raise Invalid.field(at, "unknown", _("Name options of this decision, each once."))
