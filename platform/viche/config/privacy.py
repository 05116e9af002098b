"""Connections of the privacy app: deadlines, notifications, frames, personal data holdings."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TypedDict
from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils.translation import gettext, gettext_lazy as _, ngettext

from viche.accounts.selectors import list_administrator_ids
from viche.deadlines.models import CalendarFeed
from viche.deadlines.registry import register_deadline
from viche.files.models import StoredFile, Upload
from viche.files.registry import register_holder
from viche.files.selectors import get_own_files
from viche.files.services.uploads import delete_files_of
from viche.kernel.access_log import Read
from viche.kernel.actor import Actor
from viche.kernel.errors import Invalid
from viche.kernel.models import Event
from viche.kernel.text import render_bilingual
from viche.notifications.models import (
    Mail,
    Notification,
    Preference,
    PreferenceSheet,
    PushSubscription,
    UndeliverableAddress,
)
from viche.notifications.registry import NotificationText, Recipient, Topic, register_notice
from viche.notifications.services.create import delete_notifications_of
from viche.privacy import events
from viche.privacy.holdings import Rows, stream_rows
from viche.privacy.models import DataExport, ErasureDue, RequestDue, RequestState, SubjectRequest
from viche.privacy.policies import requests
from viche.privacy.registry import (
    ErasureOrder,
    ExportedFile,
    exclude_from_export,
    officers_of,
    register_document_check,
    register_eraser,
    register_personal_data,
)
from viche.privacy.services.requests import execute_erasures, remind_officers
from viche.realtime.registry import Data, register_frame

# ---- deadlines ---------------------------------------------------------------------------------------------

register_deadline(
    "privacy.erasure", model=ErasureDue, fire=lambda actor, rows: execute_erasures(actor=actor, rows=rows)
)
register_deadline(
    "privacy.request", model=RequestDue, fire=lambda actor, rows: remind_officers(actor=actor, rows=rows)
)


# ---- documents of requests ---------------------------------------------------------------------------------


def _check_document(actor: Actor, file_id: UUID) -> None:
    found = get_own_files(actor, [file_id]).get(file_id)
    if found is None or found.is_held:
        raise Invalid.field("/document_file", "unknown", _("Upload the file first."))


def _documents_q(rows: QuerySet[SubjectRequest]) -> Q:
    return Q(pk__in=rows.filter(document_file__isnull=False).values("document_file"))


def _list_document_reads(file_id: UUID) -> Iterable[Read]:
    found = SubjectRequest.objects.filter(document_file=file_id).values_list("pk", "person")
    return [Read("subject_request", pk, person_id) for pk, person_id in found]


register_document_check(_check_document)
register_holder(
    "privacy.documents",
    seen=lambda actor: _documents_q(requests.visible_to(actor)),
    held=lambda: _documents_q(SubjectRequest.objects.all()),
    reads=_list_document_reads,
)


# ---- realtime frames ---------------------------------------------------------------------------------------


class PrivacyFrame(TypedDict):
    """Something about the person's requests or exports changed: the client reloads them."""

    subject_type: str
    subject_id: UUID


def _show_changes(rows: Sequence[Event], _topic_kind: str) -> Mapping[UUID, Data | None]:
    return {row.id: PrivacyFrame(subject_type=row.subject_type, subject_id=row.subject_id) for row in rows}


for payload in (
    events.ExportAsked,
    events.ExportReady,
    events.ExportFailed,
    events.ExportDownloaded,
    events.ExportDeleted,
    events.RequestReceived,
    events.RequestMoved,
    events.ErasureScheduled,
    events.RequestFallsDue,
):
    register_frame(payload.kind, shape=PrivacyFrame)(_show_changes)


# ---- notifications -----------------------------------------------------------------------------------------

SUBJECT, OFFICER, ADMINISTRATOR = "subject", "officer", "administrator"


def _list_subject(event: Event) -> Iterable[Recipient]:
    return [Recipient(UUID(event.data["person_id"]), SUBJECT)]


def _list_officers(event: Event) -> Iterable[Recipient]:
    return [Recipient(pk, OFFICER) for pk in sorted(officers_of(UUID(event.data["person_id"])))]


def _list_officers_or_administrators(event: Event) -> Iterable[Recipient]:
    """Return the officers, or the administrators if no officer may handle the request.

    They appoint one.
    """
    return _list_officers(event) or [Recipient(pk, ADMINISTRATOR) for pk in list_administrator_ids()]


def _describe_unhandled(reader: Actor, rows: Sequence[Notification]) -> Mapping[UUID, NotificationText]:
    """Tell administrators, who may not read requests, that one has no officer."""
    return {
        row.pk: NotificationText(
            title=render_bilingual(
                lambda: gettext("A request about personal data has nobody who may handle it")
            ),
            body=render_bilingual(
                lambda: gettext("Give somebody the office of data protection officer there.")
            ),
            reason=render_bilingual(lambda: gettext("You give offices.")),
            url="/offices",
        )
        for row in rows
        if row.reason == ADMINISTRATOR and not officers_of(UUID(row.event.data["person_id"]))
    }


def _describe_export_ready(reader: Actor, rows: Sequence[Notification]) -> Mapping[UUID, NotificationText]:
    known = DataExport.objects.filter(person=reader.person_id).in_bulk([row.subject_id for row in rows])
    return {
        row.pk: NotificationText(
            title=render_bilingual(lambda: gettext("The copy of your data is ready")),
            body=render_bilingual(lambda: gettext("Download it within seven days; then it is deleted.")),
            reason=render_bilingual(lambda: gettext("You asked for it.")),
            url="/settings/my-data",
        )
        for row in rows
        if row.subject_id in known
    }


def _describe_export_failed(reader: Actor, rows: Sequence[Notification]) -> Mapping[UUID, NotificationText]:
    known = DataExport.objects.filter(person=reader.person_id).in_bulk([row.subject_id for row in rows])
    return {
        row.pk: NotificationText(
            title=render_bilingual(lambda: gettext("The copy of your data could not be made")),
            body=render_bilingual(
                lambda: gettext("Ask for it again. If that fails, too, tell those who run the system.")
            ),
            reason=render_bilingual(lambda: gettext("You asked for it.")),
            url="/settings/my-data",
        )
        for row in rows
        if row.subject_id in known
    }


def _describe_requests(reader: Actor, rows: Sequence[Notification]) -> Mapping[UUID, NotificationText]:
    known = requests.visible_to(reader).in_bulk([row.subject_id for row in rows])
    found = {row.pk: _describe_request(known[row.subject_id], row) for row in rows if row.subject_id in known}
    return {**_describe_unhandled(reader, rows), **found}


def _describe_request(request: SubjectRequest, row: Notification) -> NotificationText:
    mine = row.reason == SUBJECT
    return NotificationText(
        title=render_bilingual(lambda: _title(request, row)),
        body=render_bilingual(lambda: _body(request)),
        reason=render_bilingual(
            lambda: (
                gettext("It is your request.") if mine else gettext("You are the data protection officer.")
            )
        ),
        url="/settings/my-data" if mine else f"/subject-requests/{request.pk}",
    )


def _title(request: SubjectRequest, row: Notification) -> str:
    kind = str(request.get_kind_display())
    if row.kind == events.RequestReceived.kind:
        return gettext("New request about personal data: %(kind)s") % {"kind": kind}
    if row.kind == events.RequestMoved.kind:
        return gettext("Your request: %(state)s") % {"state": request.get_state_display()}
    left = row.event.data["days_left"]
    if left == 0:
        return gettext("A request about personal data is due today")
    return ngettext(
        "A request about personal data is due in %(days)d day",
        "A request about personal data is due in %(days)d days",
        left,
    ) % {"days": left}


def _body(request: SubjectRequest) -> str:
    if request.answer:
        return request.answer
    return gettext("%(kind)s. To be answered by %(day)s.") % {
        "kind": request.get_kind_display(),
        "day": request.due_at.date().isoformat(),
    }


def _list_recipients_of_move(event: Event) -> Iterable[Recipient]:
    """Notify the person of the officer's steps; notify the officer of an appeal or a withdrawal."""
    back = (RequestState.APPEALED, RequestState.WITHDRAWN)
    return _list_officers(event) if event.data["after"] in back else _list_subject(event)


register_notice(
    events.ExportReady.kind, topic=Topic.ACCOUNT, recipients=_list_subject, render=_describe_export_ready
)
register_notice(
    events.ExportFailed.kind, topic=Topic.ACCOUNT, recipients=_list_subject, render=_describe_export_failed
)
register_notice(
    events.RequestReceived.kind,
    topic=Topic.ACCOUNT,
    recipients=_list_officers_or_administrators,
    render=_describe_requests,
)
register_notice(
    events.RequestMoved.kind,
    topic=Topic.ACCOUNT,
    recipients=_list_recipients_of_move,
    render=_describe_requests,
)
register_notice(
    events.RequestFallsDue.kind,
    topic=Topic.ACCOUNT,
    recipients=_list_officers_or_administrators,
    render=_describe_requests,
)


exclude_from_export(
    "never written: what is looked at through the hatch stands in the log of events", "admin.logentry.user"
)

# ---- personal data holdings --------------------------------------------------------------------------------


register_personal_data(
    "notifications",
    Rows(
        Notification,
        "person",
        "at=created_at what=kind subject read_at",
        subject=lambda row, _me: f"{row.subject_type} {row.subject_id}",
    ),
    Rows(
        Preference.objects.order_by("topic", "group_id"),
        "person",
        "topic group=group_id by=channel how_often=mode",
    ),
    Rows(Mail, "person", "at=created_at mail=kind state sent_at"),
    Rows(
        PreferenceSheet,
        "person",
        "quiet_from quiet_until working_days holidays_off digest_at address_confirmed_at",
    ),
    # Endpoint and keys are left out: they would allow pushing to that browser.
    Rows(PushSubscription, "person", "pushed_to_a_browser_since=created_at last_pushed_at=pushed_at"),
    Rows(UndeliverableAddress, "person", "refused_address=address code since"),
    title=_("Notifications"),
    purpose=_("To tell the person what waits for them."),
    recipients=_(
        "The person alone. That there is news goes, sealed, by the push services of their browsers’ makers."
    ),
    covers=["notifications.delivery.person"],
)
register_personal_data(
    "calendar_feed",
    Rows(CalendarFeed, "person", "made_at read_at"),
    title=_("Address of your calendar"),
    purpose=_("To show in a calendar program of your choice what is due for you."),
    recipients=_("Whoever has the address, which you alone were shown."),
)


def _list_stored_files(person_id: UUID) -> Iterable[ExportedFile]:
    for row in stream_rows(StoredFile.objects.filter(uploaded_by=person_id).order_by("id")):
        yield ExportedFile(row.pk, row.name, row.key, row.sha256)


register_personal_data(
    "files",
    Rows(StoredFile, "uploaded_by", "id=pk name size sha256 at=stored_at"),
    Rows(Upload.objects.filter(file=None), "person", "arriving=name size=length arrived=offset at=begun_at"),
    title=_("Files that you brought"),
    purpose=_("Evidence and attachments of what they belong to."),
    recipients=_("Everybody who reads what holds the file."),
    files=_list_stored_files,
)


def _erase_notifications(actor: Actor, erasing: ErasureOrder) -> None:
    delete_notifications_of(actor=actor, person_id=erasing.person_id)


def _erase_files(actor: Actor, erasing: ErasureOrder) -> None:
    delete_files_of(actor=actor, person_id=erasing.person_id)


register_eraser("notifications", _erase_notifications)
register_eraser("files", _erase_files, last=True)
