"""HTTP endpoints of meetings and their series."""

from __future__ import annotations

import io
from functools import partial
from uuid import UUID

from django.utils.translation import override, pgettext
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request

from dialogue.meetings import presenters, selectors, serializers, services
from dialogue.meetings.api.answers import log_shown_items, show_meeting
from dialogue.meetings.invitations import name_meeting
from dialogue.meetings.policies import MeetingsAction
from dialogue.meetings.series import adopt_series, change_series
from dialogue.meetings.sheet import render_attendance_sheet
from dialogue.meetings.states import LIFECYCLE, MeetingAction
from viche.kernel.api import (
    PDF,
    Download,
    Endpoint,
    Listing,
    Page,
    Show,
    Write,
    read_snapshot,
    respond_with_file,
)


class GroupMeetings(Endpoint):
    """Meetings of a group.

    GET: List the meetings, the latest first.

    POST: Plan a meeting. It is convened by `POST /meetings/{id}/transitions`, and told to nobody before.
    """

    records = {"POST": log_shown_items}
    asks = serializers.MeetingQuery
    created = "meetings/{id}"

    get = Page(
        MeetingsAction.READ,
        selectors.list_meetings,
        loads=selectors.get_group,
        shows=presenters.show_card,
        order=selectors.LATEST_FIRST,
    )

    post = Write(
        MeetingsAction.PLAN,
        services.plan_meeting,
        body=serializers.PlanMeetingIn,
        shows=show_meeting,
        status=201,
    )


class GroupMeetingSeries(Endpoint):
    """The rhythms of a group's meetings.

    GET: List them, those in force first.

    POST: Agree on a rhythm. Its first meeting is planned at once, and the next one when a meeting of it ended
    or was cancelled. Times are local times of the group, also across a change of the clock.
    """

    get = Listing(
        MeetingsAction.READ, selectors.list_series, loads=selectors.get_group, shows=presenters.show_series
    )

    post = Write(
        MeetingsAction.PLAN,
        adopt_series,
        body=serializers.RhythmIn,
        body_as="rhythm",
        shows=presenters.show_series,
        status=201,
    )


class OneMeetingSeries(Endpoint):
    """One rhythm.

    PATCH: Change the rhythm, or end it (`is_active` false). Of its meetings the one that is only planned
    follows; a convened one stays as it is.
    """

    patch = Write(
        MeetingsAction.PLAN,
        change_series,
        body=serializers.ChangeRhythmIn,
        body_as="changes",
        shows=presenters.show_series,
        versioned=True,
    )


class OneMeeting(Endpoint):
    """One meeting.

    GET: Return the meeting with its agenda, notes, speakers' lists, attendance and quorum.

    An item of a restricted thread shows its number only to who may not read the thread (`is_hidden`).

    PATCH: Change the given fields. Who was invited to a convened meeting is told of another time or place.

    409 `too_little_notice` when a convened meeting comes earlier than the charter allows, and no
    `extraordinary` says why; `meeting_runs` for the time of one that runs.
    """

    records = log_shown_items

    get = Show(MeetingAction.READ, show_meeting)

    patch = Write(
        MeetingAction.EDIT,
        services.edit_meeting,
        body=serializers.EditMeetingIn,
        body_as="changes",
        shows=show_meeting,
        versioned=True,
    )


class MeetingTransitions(Endpoint):
    __doc__ = f"""Steps of a meeting.

    POST: Convene the meeting, start, end or cancel it.

    {LIFECYCLE.describe_transitions()}

    A meeting gets its number when it is convened, and its quorum by the charter as it is then. 409
    `too_little_notice` when it comes earlier than the charter allows and no `reason` says why; `too_early`
    for the start before its day in the time zone of the group.
    """

    records = log_shown_items
    scopes = {"POST": ("dialogue:read", "dialogue:write")}

    post = Write(
        MeetingAction.CONVENE,
        services.move_meeting,
        body=serializers.MoveMeetingIn,
        shows=show_meeting,
        versioned=True,
    )


class AttendanceSheet(Endpoint):
    """Attendance sheet of a meeting as PDF."""

    actions = {"GET": MeetingAction.READ}
    asks = serializers.SheetQuery
    media_types = (PDF,)

    @extend_schema(parameters=[serializers.SheetQuery], responses={(200, PDF): OpenApiTypes.BINARY})
    def get(self, request: Request, meeting_id: UUID) -> Download:
        """Return a PDF with the agenda and the seats, to be signed where there is no electricity.

        An item of a restricted thread is only its number there.
        """
        language = self.asked["language"]
        check = partial(selectors.get_meeting, self.actor, meeting_id)
        with read_snapshot():
            page = selectors.get_meeting_page(self.actor, meeting_id)
            paper = render_attendance_sheet(page.meeting, page.agenda, page.seats, language)
        with override(language):
            name = pgettext("name of a file", "attendance sheet")
            name = f"{name_meeting(page.meeting)}, {name}"
        return respond_with_file(io.BytesIO(paper), "pdf", name, reader=self.actor, check=check, of=None)
