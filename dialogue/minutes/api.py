"""HTTP endpoints of minutes. Every write answers with the minutes as the reader sees them now."""

from __future__ import annotations

import io
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any
from uuid import UUID

from django.utils.functional import Promise
from django.utils.translation import override, pgettext_lazy
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request

from dialogue.meetings.policies import MeetingsAction
from dialogue.meetings.selectors import get_group
from dialogue.meetings.states import MeetingAction
from dialogue.messages.files import load_new_attachment
from dialogue.minutes import presenters, remarks, schemas, selectors, serializers, services, signing
from dialogue.minutes.lines import get_line
from dialogue.minutes.loaders import get_whole_minutes
from dialogue.minutes.models import Minutes, MinutesLine
from dialogue.minutes.policies import LIFECYCLE, MinutesAction
from groups.selectors import get_public_group
from viche.accounts.api.reauthentication import require_proof
from viche.kernel.actor import Actor
from viche.kernel.api import (
    PDF,
    PUBLIC,
    Answer,
    Download,
    Endpoint,
    Page,
    Show,
    Write,
    answer,
    read_snapshot,
    respond_with_file,
)
from viche.kernel.errors import Stale


def show_minutes(actor: Actor, minutes_id: UUID) -> Answer[schemas.MinutesOut]:
    """Return minutes as they are now, with their version as ETag."""
    with read_snapshot():
        selectors.get_minutes(actor, minutes_id)
        row = get_whole_minutes(minutes_id)
        shown = presenters.show_page(actor, row)
    return answer(shown, version=row.version, of=None)


def _show_line(line: MinutesLine) -> Answer[schemas.MinutesLineOut]:
    return answer(presenters.show_line(line), version=line.version, of=None)


class MeetingMinutes(Endpoint):
    """Minutes of a meeting.

    POST: Make the minutes of a meeting that ended, from its record.

    They get the next number of the year. 409 `minutes_exist` when there are some already.
    """

    created = "minutes/{id}"

    post = Write(
        MeetingAction.MAKE_MINUTES,
        services.make_minutes,
        body=serializers.MakeMinutesIn,
        shows=show_minutes,
        status=201,
    )


class GroupMinutes(Endpoint):
    """Minutes of a group.

    GET: List the minutes, the latest first.
    """

    asks = serializers.MinutesQuery

    get = Page(
        MeetingsAction.READ,
        selectors.list_minutes,
        loads=get_group,
        shows=presenters.show_card,
        order=selectors.LATEST_FIRST,
    )


class OneMinutes(Endpoint):
    """Minutes of a meeting.

    GET: Return the minutes with lines, remarks, signatures and the document.

    Items of restricted threads are only their numbers, for everybody.
    """

    get = Show(MinutesAction.READ, show_minutes)


class MinutesLines(Endpoint):
    """Lines of minutes.

    POST: Add a line to the draft.
    """

    created = "minutes/{minutes_id}"

    post = Write(
        MinutesAction.EDIT, services.add_line, body=serializers.AddLineIn, shows=show_minutes, status=201
    )


def change_line(
    *, actor: Actor, minutes_id: UUID, line_id: UUID, expected_version: int, changes: dict[str, Any]
) -> MinutesLine:
    """Change a line. Raises like the service; Stale has the stored line, so that both texts are shown."""
    facts: dict[str, Any] = {"minutes_id": minutes_id, "line_id": line_id, "changes": changes}
    try:
        return services.change_line(actor=actor, expected_version=expected_version, **facts)
    except Stale as error:
        present = get_line(get_whole_minutes(minutes_id), line_id)
        raise Stale({**presenters.show_line(present)}) from error


class OneMinutesLine(Endpoint):
    """A line of minutes.

    PATCH: Change the texts of a line of the draft. If-Match is its version.

    When somebody was quicker, 412 has the stored line as `present` (`MinutesLineOut`).

    DELETE: Remove a line of the draft. If-Match is its version.
    """

    patch = Write(
        MinutesAction.EDIT,
        change_line,
        body=serializers.ChangeLineIn,
        body_as="changes",
        shows=_show_line,
        versioned=True,
    )

    delete = Write(MinutesAction.EDIT, services.remove_line, versioned=True)


class MinutesTransitions(Endpoint):
    __doc__ = f"""Steps of minutes.

    POST: Ask those who attended for remarks, send the minutes for signature, or reopen the draft.

    {LIFECYCLE.describe_transitions()}

    Remarks are taken for the days of the charter (409 `remarks_taken` before they are over), and each is
    accepted or answered (409 `remarks_open`). Reopening drops the signatures. `signed` follows the second
    signature.
    """

    post = Write(
        MinutesAction.ASK_REMARKS,
        services.move_minutes,
        body=serializers.MoveMinutesIn,
        shows=show_minutes,
        versioned=True,
    )


class MinutesRemarks(Endpoint):
    """Remarks on minutes.

    POST: Make a remark on a line, on an item (a line to add), or on the whole.

    For those who attended, until `remarks_until` (409 `remarks_over`).
    """

    created = "minutes/{minutes_id}"

    post = Write(
        MinutesAction.REMARK, remarks.make_remark, body=serializers.RemarkIn, shows=show_minutes, status=201
    )


class RemarkDecision(Endpoint):
    """The decision about a remark.

    PUT: Accept the remark, so that its line gets the proposed words, or decline it with an answer.

    409 `remark_decided`.
    """

    put = Write(
        MinutesAction.DECIDE_REMARK,
        remarks.decide_remark,
        body=serializers.DecideRemarkIn,
        shows=show_minutes,
        versioned=True,
    )


def sign_minutes(*, actor: Actor, minutes_id: UUID, file_id: UUID | None = None, **facts: Any) -> Minutes:
    """Sign minutes, with a file that the actor uploaded. Raises like the service."""
    file = None if file_id is None else load_new_attachment(actor, file_id)
    return signing.sign_minutes(actor=actor, minutes_id=minutes_id, file=file, **facts)


class MinutesSignatures(Endpoint):
    """Signatures of the chair and the secretary.

    PUT: Sign as `chair` or `secretary`. It needs a proof of identity within five minutes.

    A signed paper or a container of a qualified e-signature may be brought by who keeps the record, too.
    The second signature freezes the minutes in both languages. 409 `signed`; `record_changed` when the
    record of the meeting changed since the minutes were sent for signature.
    """

    put = Write(
        MinutesAction.SIGN,
        sign_minutes,
        body=serializers.SignMinutesIn,
        check=require_proof,
        shows=show_minutes,
        versioned=True,
    )


class MinutesSigners(Endpoint):
    """The signer of minutes as `chair` or `secretary`.

    PUT: Let another mandate with a seat sign, until this signature is there (409 `signed`). Idempotent.

    The other signature stays. The minutes name who chaired and kept the record, and at the signature who
    signs for them.
    """

    put = Write(
        MinutesAction.REPLACE_SIGNER,
        signing.replace_signer,
        body=serializers.ReplaceSignerIn,
        shows=show_minutes,
        versioned=True,
    )


class MinutesPublication(Endpoint):
    """Publication of signed minutes.

    PUT: Let everybody read the public version. Idempotent.

    It names people only by post and organisation, leaves out lines with personal data, and was frozen with
    the last signature. Only in a group with a public page (409 `no_public_page`).

    DELETE: Take the public version back. Idempotent.
    """

    put = Write(MinutesAction.PUBLISH, signing.publish_minutes, shows=show_minutes)

    delete = Write(MinutesAction.PUBLISH, signing.unpublish_minutes, shows=show_minutes)


class MinutesCorrections(Endpoint):
    """Corrections of signed minutes.

    POST: Add a correction as an annex, which has a PDF of its own. The signed minutes stay as they are.

    The public version leaves out the text of one that has personal data or names somebody.
    """

    created = "minutes/{minutes_id}"

    post = Write(
        MinutesAction.CORRECT,
        signing.correct_minutes,
        body=serializers.CorrectionIn,
        shows=show_minutes,
        status=201,
    )


@dataclass(frozen=True, slots=True)
class Paper:
    """A PDF of minutes: the name of its file, and how it is loaded in a language."""

    name: Promise
    load: Callable[..., bytes]

    def respond(
        self, endpoint: Endpoint, check: Callable[[], Minutes], *, for_public: bool = False
    ) -> Download:
        language = endpoint.asked["language"]
        with read_snapshot():
            row = check()
            paper = self.load(row, language, for_public=for_public)
        with override(language):
            name = str(self.name) % {"number": row.number, "year": row.year}
        return respond_with_file(io.BytesIO(paper), "pdf", name, reader=endpoint.actor, check=check, of=None)


WHOLE = Paper(pgettext_lazy("name of a file", "minutes %(number)d of %(year)d"), selectors.get_paper)
CORRECTIONS = Paper(
    pgettext_lazy("name of a file", "minutes %(number)d of %(year)d, corrections"),
    selectors.get_corrections_paper,
)


class MinutesPdf(Endpoint):
    """Minutes as PDF."""

    actions = {"GET": MinutesAction.READ}
    asks = serializers.MinutesPaperQuery
    media_types = (PDF,)

    @extend_schema(parameters=[serializers.MinutesPaperQuery], responses={(200, PDF): OpenApiTypes.BINARY})
    def get(self, request: Request, minutes_id: UUID) -> Download:
        """Return the PDF in a language: as it was signed, or until then as it is now."""
        return WHOLE.respond(self, partial(selectors.get_minutes, self.actor, minutes_id))


class MinutesCorrectionsPdf(Endpoint):
    """The annex of corrections as PDF."""

    actions = {"GET": MinutesAction.READ}
    asks = serializers.MinutesPaperQuery
    media_types = (PDF,)

    @extend_schema(parameters=[serializers.MinutesPaperQuery], responses={(200, PDF): OpenApiTypes.BINARY})
    def get(self, request: Request, minutes_id: UUID) -> Download:
        """Return the annex in a language, with the digest of the signed edition. 404 without corrections."""
        return CORRECTIONS.respond(self, partial(selectors.get_minutes, self.actor, minutes_id))


class GroupPublicMinutes(Endpoint):
    """Published minutes of a group with a public page.

    GET: List the public versions, the last published first. Other groups answer 404.
    """

    get = Page(
        PUBLIC,
        selectors.list_public_minutes,
        loads=get_public_group,
        shows=presenters.show_public_minutes,
        order=selectors.PUBLIC_FIRST,
    )


class PublicMinutesPdf(Endpoint):
    """The PDF of published minutes."""

    actions = {"GET": PUBLIC}
    asks = serializers.MinutesPaperQuery
    media_types = (PDF,)

    @extend_schema(parameters=[serializers.MinutesPaperQuery], responses={(200, PDF): OpenApiTypes.BINARY})
    def get(self, request: Request, minutes_id: UUID) -> Download:
        """Return the PDF of the public version. Minutes that are not published are not found."""
        return WHOLE.respond(self, partial(selectors.get_public_minutes, minutes_id), for_public=True)


class PublicMinutesCorrectionsPdf(Endpoint):
    """The annex of corrections of published minutes as PDF."""

    actions = {"GET": PUBLIC}
    asks = serializers.MinutesPaperQuery
    media_types = (PDF,)

    @extend_schema(parameters=[serializers.MinutesPaperQuery], responses={(200, PDF): OpenApiTypes.BINARY})
    def get(self, request: Request, minutes_id: UUID) -> Download:
        """Return the public version of the annex in a language. 404 without corrections."""
        return CORRECTIONS.respond(self, partial(selectors.get_public_minutes, minutes_id), for_public=True)
