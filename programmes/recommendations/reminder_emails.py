"""Reminder emails to outside bodies that do not answer, sent on the same events as all other reminders."""

from __future__ import annotations

from programmes.recommendations.events import RecommendationReminded
from programmes.recommendations.services.remind import remind_outside_body
from viche.kernel.actor import Actor
from viche.kernel.events import register_subscriber
from viche.kernel.models import Event

MAILER = Actor.for_system("programmes.letters")


@register_subscriber("programmes.recommendation_emails", kinds=(RecommendationReminded.kind,))
def remind(event: Event) -> None:
    """Send the reminder of a recommendation that is addressed to an outside body."""
    remind_outside_body(actor=MAILER, recommendation_id=event.subject_id)
