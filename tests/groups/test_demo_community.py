"""The founding of the demo community: what takes two people was requested by one and confirmed by another."""

from __future__ import annotations

import pytest

from groups.models import Mandate, Membership, Office, OfficeKind
from viche.accounts.approvals.models import Approval
from viche.accounts.models import User
from viche.config.demo import community as parts
from viche.config.demo.community import Community
from viche.config.demo.times import DemoCalendar
from viche.kernel.clock import now
from viche.kernel.models import Event

pytestmark = pytest.mark.django_db


def found() -> Community:
    """Make who is who, and at which table. What is said and done later, people do by the same policies."""
    community = Community(DemoCalendar(now()))
    parts.make_territories(community)
    parts.make_organisations(community)
    parts.make_people(community)
    parts.make_groups(community)
    return community


def test_no_step_for_two_was_taken_by_one_person_or_by_the_system() -> None:
    community = found()
    administrator, installer = community.people["admin"].pk, community.people["installer"].pk
    given = Event.objects.filter(kind="groups.office_taken").values_list("actor", flat=True)
    assert set(given) == {installer}, "requested by one administrator, confirmed by another"
    assert not Office.objects.filter(person__in=[administrator, installer])

    coordinating = Office.objects.filter(kind=OfficeKind.COORDINATOR).values("person")
    own_posts = Mandate.objects.filter(person__in=coordinating)
    assert own_posts, "the demo has such a step"
    approvals = Approval.objects.values_list("state", "requested_by", "decided_by")
    requesters = {installer, *own_posts.values_list("person", flat=True)}
    assert set(approvals) == {("confirmed", requester, administrator) for requester in requesters}
    assert not User.objects.get(pk=installer).is_superuser, "she left when the system was set up"
    appointed = Event.objects.filter(kind="groups.mandate_appointed", subject_id__in=own_posts.values("pk"))
    assert {one.actor_id for one in appointed} == {post.person_id for post in own_posts}

    seats = Membership.objects.all()
    assert not seats.filter(mandate__person__in=coordinating), "whoever leads the group seats a coordinator"
    assert not seats.filter(mandate__deputy__in=coordinating), "nobody who coordinates sits there as a deputy"
