"""Personal data held by the apps below: the account, sign-ins, events, requests and access records."""

from __future__ import annotations

from collections.abc import Iterator
from uuid import UUID

from allauth.mfa.models import Authenticator
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from viche.accounts.approvals.models import Approval
from viche.accounts.models import (
    AccountDecision,
    FactorReset,
    Identity,
    IdentityConfirmation,
    Letter,
    PersonalAccessToken,
    RecoveryCode,
    Session,
    User,
)
from viche.accounts.session_endings import EndedSession
from viche.kernel.models import Event
from viche.privacy.models import AccessRecord, DataExport, SubjectRequest
from viche.privacy.registry import (
    AccessGround,
    ErasureBlocker,
    GroundContext,
    Record,
    describe_grounds,
    exclude_from_export,
    register_erasure_blocker,
    register_personal_data,
    split_into_chunks,
    stream_rows,
)
from viche.privacy.selectors import list_access_records


@register_personal_data(
    "accounts.person",
    title=_("Account"),
    purpose=_("To know who takes part and to show the interface as the person wants it."),
    recipients=_(
        "Members of the groups where the person sits (the name); administrators (name and address)."
    ),
)
def account_rows(person_id: UUID) -> Iterator[Record]:
    person = User.objects.get(pk=person_id)
    yield {
        "id": person.pk,
        "email": person.email,
        "name": person.name_uk,
        "name_en": person.name_en,
        "gender": person.grammatical_gender,
        "language": person.language,
        "time_zone": person.time_zone,
        "shows_presence": person.shows_presence,
        "created_at": person.created_at,
        "is_administrator": person.is_superuser,
    }


@register_personal_data(
    "accounts.sessions",
    title=_("Sign-ins in browsers"),
    purpose=_("To keep the person signed in, and to let them end a sign-in that is not theirs."),
    recipients=_("The person alone."),
    covers=["accounts.session.person", "accounts.endedsession.person"],
)
def sessions(person_id: UUID) -> Iterator[Record]:
    for row in stream_rows(Session.objects.filter(person=person_id).order_by("created_at")):
        yield {
            "ip": row.ip,
            "user_agent": row.user_agent,
            "created_at": row.created_at,
            "last_seen_at": row.last_seen_at,
            "expires_at": row.expire_date,
        }
    for ended in EndedSession.objects.filter(person=person_id).order_by("ended_at"):
        yield {"ended_at": ended.ended_at, "reason": ended.ending}


@register_personal_data(
    "accounts.tokens",
    title=_("Access tokens"),
    purpose=_("To let a script act for the person, within the scopes that they chose."),
    recipients=_("The person alone."),
    covers=["accounts.personalaccesstoken.person"],
)
def tokens(person_id: UUID) -> Iterator[Record]:
    for row in PersonalAccessToken.objects.filter(person=person_id).order_by("id"):
        yield {
            "name": row.name,
            "scopes": row.scopes,
            "created_at": row.created_at,
            "last_used_at": row.last_used_at,
            "expires_at": row.expires_at,
            "revoked_at": row.revoked_at,
        }


@register_personal_data(
    "accounts.factors",
    title=_("Second steps of sign-in"),
    purpose=_("To keep out whoever knows the password alone."),
    recipients=_("The person alone; administrators, that there is one."),
    covers=["mfa.authenticator.user", "accounts.recoverycode.person", "accounts.factorreset.person"],
)
def factors(person_id: UUID) -> Iterator[Record]:
    for factor in Authenticator.objects.filter(user=person_id).order_by("id"):
        yield {"kind": factor.type, "created_at": factor.created_at, "last_used_at": factor.last_used_at}
    for code in RecoveryCode.objects.filter(person=person_id).order_by("id"):
        yield {"kind": "recovery_code", "last_used_at": code.used_at}
    for reset in FactorReset.objects.filter(person=person_id).order_by("id"):
        yield {"kind": "reset", "at": reset.at, "reason": reset.reason}


@register_personal_data(
    "accounts.decisions",
    title=_("What administrators decided about accounts"),
    purpose=_("To let it be told who corrected a name, or who let whom run the system, and why."),
    recipients=_("The person; administrators."),
    covers=["accounts.accountdecision.person", "accounts.accountdecision.by"],
)
def decisions(person_id: UUID) -> Iterator[Record]:
    rows = AccountDecision.objects.filter(Q(person=person_id) | Q(by=person_id)).order_by("id")
    for row in rows:
        yield {"at": row.at, "kind": row.kind, "reason": row.reason, "own": row.person_id == person_id}


@register_personal_data(
    "accounts.approvals",
    title=_("Steps that took a second person"),
    purpose=_("To let it be told who requested such a step and who confirmed it."),
    recipients=_("Who requested it, and those who could decide it."),
    covers=["accounts.approval.requested_by", "accounts.approval.decided_by"],
)
def approvals(person_id: UUID) -> Iterator[Record]:
    theirs = Q(requested_by=person_id) | Q(decided_by=person_id)
    for row in Approval.objects.filter(theirs).order_by("id"):
        own = row.requested_by_id == person_id
        yield {"id": row.pk, "at": row.requested_at, "kind": row.kind, "state": row.state, "own": own}


@register_personal_data(
    "accounts.identities",
    title=_("Sign-ins through organisations"),
    purpose=_("To let the person in whom their organisation has signed in."),
    recipients=_("The person alone; administrators, how many there are."),
    covers=["accounts.identity.person", "accounts.identityconfirmation.person"],
)
def identities(person_id: UUID) -> Iterator[Record]:
    for row in Identity.objects.filter(person=person_id).select_related("provider").order_by("id"):
        yield {
            "id": row.subject,
            "organisation": row.provider.name_uk,
            "url": row.provider.issuer,
            "since": row.linked_at,
            "last_used_at": row.last_used_at,
        }
    waiting = IdentityConfirmation.objects.filter(person=person_id).select_related("provider")
    for asked in waiting.order_by("id"):
        yield {
            "id": asked.subject,
            "organisation": asked.provider.name_uk,
            "url": asked.provider.issuer,
            "unconfirmed_since": asked.created_at,
        }


@register_personal_data(
    "accounts.letters",
    title=_("Letters with a link"),
    purpose=_("To let a person set their password or come back when they forgot it."),
    recipients=_("The person alone."),
    covers=["accounts.letter.person"],
)
def letters(person_id: UUID) -> Iterator[Record]:
    for row in stream_rows(Letter.objects.filter(person=person_id).order_by("id")):
        yield {"at": row.created_at, "kind": row.purpose, "email": row.address}


@register_personal_data(
    "kernel.events",
    title=_("What you did"),
    purpose=_("The history of decisions: who did what and when."),
    recipients=_("Members of the groups where it happened."),
    covers=["kernel.event.actor"],
)
def events(person_id: UUID) -> Iterator[Record]:
    for row in stream_rows(Event.objects.filter(actor=person_id).order_by("id")):
        yield {"at": row.at, "what": row.kind, "subject": f"{row.subject_type} {row.subject_id}"}


@register_personal_data(
    "privacy.requests",
    title=_("Requests about your data"),
    purpose=_("To answer them in time and to be able to prove it."),
    recipients=_("The data protection officer."),
    covers=["privacy.subjectrequest.person"],
)
def requests(person_id: UUID) -> Iterator[Record]:
    for row in SubjectRequest.objects.filter(person=person_id).order_by("id"):
        yield {
            "kind": row.kind,
            "state": row.state,
            "text": row.text,
            "document": row.document,
            "answer": row.answer,
            "objection": row.objection,
            "since": row.received_at,
            "until": row.due_at,
        }


@register_personal_data(
    "privacy.exports",
    title=_("Copies that you asked for"),
    purpose=_("To gather them, and to keep to three a day."),
    recipients=_("The person alone."),
    covers=["privacy.dataexport.person"],
)
def copies(person_id: UUID) -> Iterator[Record]:
    for row in DataExport.objects.filter(person=person_id).order_by("id"):
        yield {"at": row.asked_at, "state": row.state, "size": row.size, "until": row.expires_at}


@register_personal_data(
    "privacy.access_record",
    title=_("Who saw your data"),
    purpose=_("To let everybody know who looked at what is restricted or personal, and by what right."),
    recipients=_("The person alone; the data protection officer."),
    covers=["privacy.accessrecord.subject"],
)
def access_records(person_id: UUID) -> Iterator[Record]:
    """Yield accesses to the person's data, with organisations but without names of readers.

    Names of other people are shown in the product, and not given away in an export.
    """
    for rows in split_into_chunks(stream_rows(list_access_records(person_id).order_by("id"))):
        grounds = describe_grounds(AccessGround(row.ground, row.ground_id) for row in rows)
        for row in rows:
            known = grounds.get(AccessGround(row.ground, row.ground_id), GroundContext())
            yield {
                "at": row.at,
                "what": f"{row.kind} {row.object_id}",
                "way": row.way,
                "reason": row.ground,
                "organisation": known.organisation["uk"] if known.organisation is not None else None,
                "position": known.position["uk"] if known.position is not None else None,
            }


@register_personal_data(
    "privacy.reads",
    title=_("What you looked at"),
    purpose=_("To let those whose data it is know that somebody looked at it."),
    recipients=_("Those whose data it is; the data protection officer."),
    covers=["privacy.accessrecord.reader"],
)
def recorded_reads(person_id: UUID) -> Iterator[Record]:
    for row in stream_rows(AccessRecord.objects.filter(reader=person_id).order_by("id")):
        yield {"at": row.at, "what": f"{row.kind} {row.object_id}", "way": row.way, "reason": row.ground}


exclude_from_export(
    "who handled a request is the officer's act, and stands among what they did",
    "privacy.requeststep.person",
)
exclude_from_export(
    "says that somebody's access is to be looked at again; the change itself is there",
    "kernel.accesschange.person",
)
exclude_from_export("what readers of a topic see of what they did, the same row", "kernel.topicentry.actor")
exclude_from_export("the tie was made by an act that stands among what they did", "kernel.link.actor")
exclude_from_export("offered on a development stack alone", "accounts.demosignin.person")
exclude_from_export("never written: sign-in by address is the account's own", "account.emailaddress.user")
exclude_from_export("never written: grants are rows of the groups", "guardian.userobjectpermission.user")


def _check_last_administrator(person_id: UUID) -> ErasureBlocker | None:
    running = User.objects.filter(is_active=True, is_superuser=True)
    alone = running.filter(pk=person_id).exists() and not running.exclude(pk=person_id).exists()
    if not alone:
        return None
    return ErasureBlocker("last_administrator", _("There is no other administrator: appoint one first."))


register_erasure_blocker("accounts.last_administrator", _check_last_administrator)
