"""What the neighbours of the privacy room have for it: moments, news, and what they hold about people."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TypedDict
from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils.translation import gettext, gettext_lazy as _, ngettext

from viche.accounts.selectors import administrators
from viche.deadlines.models import CalendarFeed
from viche.deadlines.registry import due
from viche.files.models import StoredFile, Upload
from viche.files.registry import holder
from viche.files.selectors import own_files
from viche.files.services.uploads import forget_files_of
from viche.kernel.actor import Actor
from viche.kernel.errors import Invalid
from viche.kernel.models import Event
from viche.kernel.reads import Read
from viche.kernel.text import in_both
from viche.notifications.models import (
    Mail,
    Notification,
    Preference,
    PreferenceSheet,
    PushSubscription,
    UndeliverableAddress,
)
from viche.notifications.registry import Recipient, Topic, Words, notice
from viche.notifications.services.telling import forget_notifications_of
from viche.privacy import events
from viche.privacy.models import DataExport, ErasureDue, RequestDue, RequestState, SubjectRequest
from viche.privacy.policies import requests
from viche.privacy.registry import (
    Erasing,
    KeptFile,
    Record,
    not_exported,
    officers_of,
    on_document,
    on_erasure,
    personal_data,
    streamed,
)
from viche.privacy.services.requests import execute_erasures, remind_officers
from viche.realtime.registry import Data, frame

# ---- moments -----------------------------------------------------------------------------------------------

due(
    "privacy.erasure",
    model=ErasureDue,
    fire=lambda actor, rows: execute_erasures(actor=actor, rows=rows),
)
due(
    "privacy.request",
    model=RequestDue,
    fire=lambda actor, rows: remind_officers(actor=actor, rows=rows),
)


# ---- documents of requests ---------------------------------------------------------------------------------


def _check_document(actor: Actor, file_id: UUID) -> None:
    found = own_files(actor, [file_id]).get(file_id)
    if found is None or found.is_held:
        raise Invalid.field("/document_file", "unknown", _("Upload the file first."))


def _documents(rows: QuerySet[SubjectRequest]) -> Q:
    return Q(pk__in=rows.filter(document_file__isnull=False).values("document_file"))


def _document_reads(file_id: UUID) -> Iterable[Read]:
    found = SubjectRequest.objects.filter(document_file=file_id).values_list("pk", "person")
    return [Read("subject_request", pk, person_id) for pk, person_id in found]


on_document(_check_document)
holder(
    "privacy.documents",
    seen=lambda actor: _documents(requests.visible_to(actor)),
    held=lambda: _documents(SubjectRequest.objects.all()),
    reads=_document_reads,
)


# ---- live --------------------------------------------------------------------------------------------------


class PrivacyFrame(TypedDict):
    """Something about the person's requests or copies changed: they are read anew."""

    subject_type: str
    subject_id: UUID


def _changed(rows: Sequence[Event], _topic_kind: str) -> Mapping[UUID, Data | None]:
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
    frame(payload.kind, shape=PrivacyFrame)(_changed)


# ---- news --------------------------------------------------------------------------------------------------

SUBJECT, OFFICER, ADMINISTRATOR = "subject", "officer", "administrator"


def _subject(event: Event) -> Iterable[Recipient]:
    return [Recipient(UUID(event.data["person_id"]), SUBJECT)]


def _officers(event: Event) -> Iterable[Recipient]:
    return [Recipient(pk, OFFICER) for pk in sorted(officers_of(UUID(event.data["person_id"])))]


def _officers_or_who_names_one(event: Event) -> Iterable[Recipient]:
    """A request that no officer may handle waits for one: administrators give that office."""
    return _officers(event) or [Recipient(pk, ADMINISTRATOR) for pk in administrators()]


def _nobody_answers(reader: Actor, rows: Sequence[Notification]) -> Mapping[UUID, Words]:
    """For administrators, who read no requests: that there is one, as long as nobody may handle it."""
    return {
        row.pk: Words(
            title=in_both(lambda: gettext("A request about personal data has nobody who may handle it")),
            body=in_both(lambda: gettext("Give somebody the office of data protection officer there.")),
            reason=in_both(lambda: gettext("You give offices.")),
            url="/offices",
        )
        for row in rows
        if row.reason == ADMINISTRATOR and not officers_of(UUID(row.event.data["person_id"]))
    }


def _export_ready(reader: Actor, rows: Sequence[Notification]) -> Mapping[UUID, Words]:
    known = DataExport.objects.filter(person=reader.person_id).in_bulk([row.subject_id for row in rows])
    return {
        row.pk: Words(
            title=in_both(lambda: gettext("The copy of your data is ready")),
            body=in_both(lambda: gettext("Download it within seven days; then it is deleted.")),
            reason=in_both(lambda: gettext("You asked for it.")),
            url="/settings/my-data",
        )
        for row in rows
        if row.subject_id in known
    }


def _export_failed(reader: Actor, rows: Sequence[Notification]) -> Mapping[UUID, Words]:
    known = DataExport.objects.filter(person=reader.person_id).in_bulk([row.subject_id for row in rows])
    return {
        row.pk: Words(
            title=in_both(lambda: gettext("The copy of your data could not be made")),
            body=in_both(
                lambda: gettext("Ask for it again. If that fails, too, tell those who run the system.")
            ),
            reason=in_both(lambda: gettext("You asked for it.")),
            url="/settings/my-data",
        )
        for row in rows
        if row.subject_id in known
    }


def _about_requests(reader: Actor, rows: Sequence[Notification]) -> Mapping[UUID, Words]:
    known = requests.visible_to(reader).in_bulk([row.subject_id for row in rows])
    found = {row.pk: _words(known[row.subject_id], row) for row in rows if row.subject_id in known}
    return {**_nobody_answers(reader, rows), **found}


def _words(request: SubjectRequest, row: Notification) -> Words:
    mine = row.reason == SUBJECT
    return Words(
        title=in_both(lambda: _title(request, row)),
        body=in_both(lambda: _body(request)),
        reason=in_both(
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


def _moved(event: Event) -> Iterable[Recipient]:
    """The person hears of what the officer did; an appeal or a withdrawal is news for the officer."""
    back = (RequestState.APPEALED, RequestState.WITHDRAWN)
    return _officers(event) if event.data["after"] in back else _subject(event)


notice(events.ExportReady.kind, topic=Topic.ACCOUNT, recipients=_subject, render=_export_ready)
notice(events.ExportFailed.kind, topic=Topic.ACCOUNT, recipients=_subject, render=_export_failed)
notice(
    events.RequestReceived.kind,
    topic=Topic.ACCOUNT,
    recipients=_officers_or_who_names_one,
    render=_about_requests,
)
notice(events.RequestMoved.kind, topic=Topic.ACCOUNT, recipients=_moved, render=_about_requests)
notice(
    events.RequestFallsDue.kind,
    topic=Topic.ACCOUNT,
    recipients=_officers_or_who_names_one,
    render=_about_requests,
)


not_exported(
    "never written: what is looked at through the hatch stands in the log of events", "admin.logentry.user"
)

# ---- what they hold ----------------------------------------------------------------------------------------


@personal_data(
    "notifications",
    title=_("Notifications"),
    purpose=_("To tell the person what waits for them."),
    recipients=_(
        "The person alone. That there is news goes, sealed, by the push services of their browsers’ makers."
    ),
    covers=[
        "notifications.notification.person",
        "notifications.preference.person",
        "notifications.preferencesheet.person",
        "notifications.mail.person",
        "notifications.delivery.person",
        "notifications.undeliverableaddress.person",
        "notifications.pushsubscription.person",
    ],
)
def notifications(person_id: UUID) -> Iterator[Record]:
    for row in streamed(Notification.objects.filter(person=person_id).order_by("id")):
        yield {
            "at": row.created_at,
            "what": row.kind,
            "subject": f"{row.subject_type} {row.subject_id}",
            "read_at": row.read_at,
        }
    for chosen in Preference.objects.filter(person=person_id).order_by("topic", "group_id"):
        yield {
            "topic": chosen.topic,
            "group": chosen.group_id,
            "by": chosen.channel,
            "how_often": chosen.mode,
        }
    for mail in streamed(Mail.objects.filter(person=person_id).order_by("id")):
        yield {"at": mail.created_at, "mail": mail.kind, "state": mail.state, "sent_at": mail.sent_at}
    for sheet in PreferenceSheet.objects.filter(person=person_id):
        yield {
            "quiet_from": sheet.quiet_from,
            "quiet_until": sheet.quiet_until,
            "working_days": sheet.working_days,
            "holidays_off": sheet.holidays_off,
            "digest_at": sheet.digest_at,
            "address_confirmed_at": sheet.address_confirmed_at,
        }
    # Its address and keys would let whoever has the copy push to that browser.
    for device in PushSubscription.objects.filter(person=person_id).order_by("id"):
        yield {"pushed_to_a_browser_since": device.created_at, "last_pushed_at": device.pushed_at}
    for refused in UndeliverableAddress.objects.filter(person=person_id):
        yield {"refused_address": refused.address, "code": refused.code, "since": refused.since}


@personal_data(
    "calendar_feed",
    title=_("Address of your calendar"),
    purpose=_("To show in a calendar program of your choice what is due for you."),
    recipients=_("Whoever has the address, which you alone were shown."),
    covers=["deadlines.calendarfeed.person"],
)
def calendar_feed(person_id: UUID) -> Iterator[Record]:
    for row in CalendarFeed.objects.filter(person=person_id):
        yield {"made_at": row.made_at, "read_at": row.read_at}


def _files(person_id: UUID) -> Iterable[KeptFile]:
    for row in streamed(StoredFile.objects.filter(uploaded_by=person_id).order_by("id")):
        yield KeptFile(row.pk, row.name, row.key, row.sha256)


@personal_data(
    "files",
    title=_("Files that you brought"),
    purpose=_("Evidence and attachments of what they belong to."),
    recipients=_("Everybody who reads what holds the file."),
    covers=["files.storedfile.uploaded_by", "files.upload.person"],
    files=_files,
)
def files(person_id: UUID) -> Iterator[Record]:
    for row in streamed(StoredFile.objects.filter(uploaded_by=person_id).order_by("id")):
        yield {"id": row.pk, "name": row.name, "size": row.size, "sha256": row.sha256, "at": row.stored_at}
    for begun in Upload.objects.filter(person=person_id, file=None).order_by("id"):
        yield {"arriving": begun.name, "size": begun.length, "arrived": begun.offset, "at": begun.begun_at}


def _erase_notifications(actor: Actor, erasing: Erasing) -> None:
    forget_notifications_of(actor=actor, person_id=erasing.person_id)


def _erase_files(actor: Actor, erasing: Erasing) -> None:
    forget_files_of(actor=actor, person_id=erasing.person_id)


on_erasure("notifications", _erase_notifications)
on_erasure("files", _erase_files, last=True)
