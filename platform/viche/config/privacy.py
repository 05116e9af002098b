"""Connections of the privacy app: deadlines, notifications, frames, personal data holdings."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import TypedDict
from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils.formats import date_format
from django.utils.translation import gettext, gettext_lazy as _, ngettext

from viche.accounts.selectors import list_administrator_ids
from viche.deadlines.models import CalendarFeed
from viche.deadlines.registry import register_deadline
from viche.files.models import StoredFile, Upload
from viche.files.registry import register_holder, withheld_files_q
from viche.files.selectors import get_own_files
from viche.files.services.uploads import delete_files_of
from viche.kernel.access_log import Read
from viche.kernel.actor import Actor
from viche.kernel.errors import Invalid
from viche.kernel.models import Event
from viche.notifications.models import (
    Mail,
    Notification,
    Preference,
    PreferenceSheet,
    PushSubscription,
    UndeliverableAddress,
)
from viche.notifications.registry import (
    Notice,
    NoticeContext,
    Recipient,
    Template,
    Topic,
    build_recipients,
    find_person,
    load_rows,
    register_notices,
)
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
_find_subject = find_person(SUBJECT)


def _list_officers(event: Event) -> Sequence[Recipient]:
    return build_recipients(OFFICER, officers_of(UUID(event.data["person_id"])))


def _list_officers_or_administrators(event: Event) -> Iterable[Recipient]:
    """Return the officers, or the administrators if no officer may handle the request.

    They appoint one.
    """
    return _list_officers(event) or build_recipients(ADMINISTRATOR, list_administrator_ids())


def _list_recipients_of_move(event: Event) -> Iterable[Recipient]:
    """Notify the person of the officer's steps; notify the officer of an appeal or a withdrawal."""
    back = (RequestState.APPEALED, RequestState.WITHDRAWN)
    return _list_officers(event) if event.data["after"] in back else _find_subject(event)


def _load_requests(reader: Actor, rows: Sequence[Notification]) -> Mapping[UUID, SubjectRequest | None]:
    """Return visible requests; None for administrators, who may not read them, while one has no officer."""
    unhandled = {
        row.pk: None
        for row in rows
        if row.reason == ADMINISTRATOR and not officers_of(UUID(row.event.data["person_id"]))
    }
    visible = load_rows(lambda actor, ids: requests.visible_to(actor).filter(pk__in=ids))
    return {**unhandled, **visible(reader, rows)}


def _get_title(context: NoticeContext[SubjectRequest | None]) -> Template:
    request, event = context.row, context.event
    if request is None:
        return gettext("There is no one to handle a request about personal data")
    if event.kind == events.RequestReceived.kind:
        return gettext("New request about personal data: %(kind)s") % {"kind": request.get_kind_display()}
    if event.kind == events.RequestMoved.kind:
        return gettext("Your request: %(state)s") % {"state": request.get_state_display()}
    left = event.data["days_left"]
    if left == 0:
        return gettext("A request about personal data is due today")
    return ngettext(
        "A request about personal data is due in %(days)d day",
        "A request about personal data is due in %(days)d days",
        left,
    ) % {"days": left}


def _get_body(context: NoticeContext[SubjectRequest | None]) -> Template:
    request = context.row
    if request is None:
        return gettext("Appoint a data protection officer there.")
    if request.answer:
        return request.answer
    return gettext("%(kind)s. To be answered by %(day)s.") % {
        "kind": request.get_kind_display(),
        "day": date_format(request.due_at.date()),
    }


def _get_reason(context: NoticeContext[SubjectRequest | None]) -> Template:
    if context.row is None:
        return gettext("You give offices.")
    mine = context.reason == SUBJECT
    return gettext("It is your request.") if mine else gettext("You are the data protection officer.")


def _build_url(context: NoticeContext[SubjectRequest | None]) -> str:
    if context.row is None:
        return "/offices"
    return "/settings/my-data" if context.reason == SUBJECT else f"/subject-requests/{context.row.pk}"


def _is_awaiting_officer(context: NoticeContext[SubjectRequest | None]) -> bool:
    """Return whether an officer has to answer an open request, or an administrator to appoint one."""
    return context.row is None or (context.reason == OFFICER and context.row.is_open)


def _list_own_exports(reader: Actor, ids: Collection[UUID]) -> QuerySet[DataExport]:
    return DataExport.objects.filter(person=reader.person_id, pk__in=ids)


register_notices(
    *(
        Notice[DataExport](
            payload.kind,
            topic=Topic.ACCOUNT,
            recipients=_find_subject,
            load=load_rows(_list_own_exports),
            title=title,
            body=body,
            reason=_("You asked for it."),
            url="/settings/my-data",
        )
        for payload, title, body in (
            (
                events.ExportReady,
                _("The copy of your data is ready"),
                _("Download it within seven days; then it is deleted."),
            ),
            (
                events.ExportFailed,
                _("The copy of your data could not be made"),
                _("Ask for it again. If that fails too, tell the people who run the system."),
            ),
        )
    ),
    *(
        Notice[SubjectRequest | None](
            payload.kind,
            topic=Topic.ACCOUNT,
            recipients=recipients,
            load=_load_requests,
            title=_get_title,
            body=_get_body,
            reason=_get_reason,
            url=_build_url,
            needs_answer=_is_awaiting_officer,
        )
        for payload, recipients in (
            (events.RequestReceived, _list_officers_or_administrators),
            (events.RequestMoved, _list_recipients_of_move),
            (events.RequestFallsDue, _list_officers_or_administrators),
        )
    ),
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
        "Only the person. The push services of their browsers’ makers pass on, encrypted, that there is news."
    ),
    covers=["notifications.delivery.person"],
)
register_personal_data(
    "calendar_feed",
    Rows(CalendarFeed, "person", "made_at read_at"),
    title=_("Address of your calendar"),
    purpose=_("To show in a calendar program of your choice what is due for you."),
    recipients=_("Anyone who has the address; it was shown only to you."),
)


def _list_stored_files(person_id: UUID) -> Iterable[ExportedFile]:
    rows = StoredFile.objects.filter(uploaded_by=person_id).exclude(withheld_files_q())
    for row in stream_rows(rows.order_by("id")):
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
