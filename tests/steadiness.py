"""Keep what a test asks of the database independent of the clock and of the tests before it."""

from __future__ import annotations

from datetime import datetime

import pytest
from django.apps import apps
from django.contrib.contenttypes.models import ContentType

from groups.grants import policies
from viche.kernel import clock
from viche.kernel.access_log import hour_of
from viche.privacy.services import access


def warm_content_types() -> None:
    """Load all content types, which Django otherwise looks up one by one when they are first needed."""
    ContentType.objects.get_for_models(*apps.get_models())


def hold_steady(patch: pytest.MonkeyPatch) -> None:
    """Hold the access record's hour and forget which query plan fits which person.

    A read is recorded once an hour, in ten queries. A test that reads twice would otherwise count them again
    when a full hour passes in between. A test that moves the clock itself gets the real hour.
    """
    unmoved, hour = clock._time_source, hour_of(clock.now())

    def get_hour(at: datetime) -> datetime:
        return hour if clock._time_source is unmoved else hour_of(at)

    patch.setattr(access, "hour_of", get_hour)
    patch.setattr(policies, "monotonic", lambda: 0.0)
    policies._has_few_grants.cache_clear()
