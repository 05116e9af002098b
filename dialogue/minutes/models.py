"""Minutes of meetings: their lines, remarks, signatures, frozen editions and corrections."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import pgettext_lazy

from dialogue.meetings.models import AgendaItem, Meeting
from groups.models import InitiativeGroup, Mandate
from viche.kernel.clock import now
from viche.kernel.editions import FROZEN, LANGUAGES, FrozenContent, FrozenPaper
from viche.kernel.models import Identified, Versioned

LINE_LENGTH, REMARK_LENGTH, CORRECTION_LENGTH = 4_000, 2_000, 4_000


def _build_person(**options: Any) -> Any:
    return models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", **options)


def _build_mandate(**options: Any) -> Any:
    return models.ForeignKey(Mandate, on_delete=models.PROTECT, related_name="+", **options)


class MinutesState(models.TextChoices):
    DRAFT = "draft", pgettext_lazy("state of minutes", "Draft")
    REMARKS = "remarks", pgettext_lazy("state of minutes", "Remarks")
    SIGNING = "signing", pgettext_lazy("state of minutes", "Being signed")
    SIGNED = "signed", pgettext_lazy("state of minutes", "Signed")


class Minutes(Identified, Versioned):
    """The minutes of a meeting that ended; `number` counts within the year of the group.

    Attendance, agenda, decisions and action items come from the record of the meeting until the minutes are
    signed; `lines` are what was said. `chair` and `secretary` sign them; those of the meeting chaired it and
    kept its record. `content_sha256` is the digest of
    what is to be signed, since the minutes were sent for signature. `public_at`: everybody reads the public
    version since then.
    """

    meeting = models.OneToOneField(Meeting, on_delete=models.PROTECT, related_name="minutes")
    group = models.ForeignKey(
        InitiativeGroup, on_delete=models.PROTECT, related_name="minutes", db_index=False
    )
    year = models.PositiveSmallIntegerField()
    number = models.PositiveIntegerField()
    state = models.CharField(max_length=8, choices=MinutesState.choices, default=MinutesState.DRAFT)
    remarks_until = models.DateTimeField(null=True, blank=True)
    chair = _build_mandate()
    secretary = _build_mandate()
    content_sha256 = models.CharField(max_length=64, blank=True, default="")
    made_by = _build_person()
    made_at = models.DateTimeField(default=now)
    signed_at = models.DateTimeField(null=True, blank=True)
    public_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["group", "year", "number"], name="dialogue_minutes_number"),
            models.CheckConstraint(condition=Q(state__in=MinutesState.values), name="dialogue_minutes_state"),
            models.CheckConstraint(
                condition=Q(state=MinutesState.SIGNED, signed_at__isnull=False)
                | (~Q(state=MinutesState.SIGNED) & Q(signed_at=None, public_at=None)),
                name="dialogue_minutes_signed",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number}/{self.year}"


class LineKind(models.TextChoices):
    """Parts of the minutes, in the order in which they are printed."""

    INVITED = "invited", pgettext_lazy("line of minutes", "Invited")
    LISTENED = "listened", pgettext_lazy("line of minutes", "Heard")
    SPOKE = "spoke", pgettext_lazy("line of minutes", "Spoke")
    RESOLVED = "resolved", pgettext_lazy("line of minutes", "Resolved")
    ACTION = "action", pgettext_lazy("line of minutes", "Action item")
    ANNEX = "annex", pgettext_lazy("line of minutes", "Annex")


WHOLE_KINDS = (LineKind.INVITED, LineKind.ANNEX)
"""Kinds of lines about the whole meeting; the others belong to an item."""


class MinutesLine(Identified, Versioned):
    """A line of the minutes, of an item or (`item` empty) of the whole meeting.

    `speaker` is the seat that said it; it is not part of the text.
    """

    minutes = models.ForeignKey(Minutes, on_delete=models.CASCADE, related_name="lines", db_index=False)
    kind = models.CharField(max_length=8, choices=LineKind.choices)
    item = models.ForeignKey(AgendaItem, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    position = models.PositiveSmallIntegerField()
    speaker = _build_mandate(null=True, blank=True)
    text_uk = models.TextField()
    text_en = models.TextField(blank=True, default="")

    class Meta:
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["minutes", "position"], name="dialogue_minutes_line_position"),
            models.CheckConstraint(
                condition=Q(item=None, kind__in=WHOLE_KINDS)
                | (Q(item__isnull=False, kind__in=LineKind.values) & ~Q(kind__in=WHOLE_KINDS)),
                name="dialogue_minutes_line_kind",
            ),
        ]

    def __str__(self) -> str:
        return self.text_uk


class RemarkState(models.TextChoices):
    OPEN = "open", pgettext_lazy("state of a remark", "Waits for an answer")
    ACCEPTED = "accepted", pgettext_lazy("state of a remark", "Accepted")
    DECLINED = "declined", pgettext_lazy("state of a remark", "Declined")


class Remark(Identified):
    """A remark of somebody who attended: on a line, on an item (a line to add), or on the whole.

    `proposed_uk` and `proposed_en` are the words for the line; when the remark is accepted, `before_uk` and
    `before_en` keep those that it replaced.
    """

    minutes = models.ForeignKey(Minutes, on_delete=models.PROTECT, related_name="remarks", db_index=False)
    number = models.PositiveSmallIntegerField()
    line = models.ForeignKey(
        MinutesLine, null=True, blank=True, on_delete=models.SET_NULL, related_name="remarks"
    )
    item = models.ForeignKey(AgendaItem, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    author = _build_person()
    mandate = _build_mandate(null=True, blank=True)
    at = models.DateTimeField(default=now)
    text = models.TextField()
    proposed_uk = models.TextField(blank=True, default="")
    proposed_en = models.TextField(blank=True, default="")
    state = models.CharField(max_length=8, choices=RemarkState.choices, default=RemarkState.OPEN)
    answer = models.TextField(blank=True, default="")
    before_uk = models.TextField(blank=True, default="")
    before_en = models.TextField(blank=True, default="")
    decided_by = _build_person(null=True, blank=True)
    decided_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["minutes", "number"], name="dialogue_remark_number"),
            models.CheckConstraint(
                condition=Q(state=RemarkState.OPEN, decided_at=None)
                | Q(state=RemarkState.ACCEPTED, decided_at__isnull=False)
                | (Q(state=RemarkState.DECLINED, decided_at__isnull=False) & ~Q(answer="")),
                name="dialogue_remark_decided",
            ),
        ]

    def __str__(self) -> str:
        return self.text


class SignerRole(models.TextChoices):
    CHAIR = "chair", pgettext_lazy("signature of minutes", "Chair")
    SECRETARY = "secretary", pgettext_lazy("signature of minutes", "Secretary")


class SignatureWay(models.TextChoices):
    """How minutes are signed: by a proof of identity here, on paper, or by a qualified e-signature."""

    PROOF = "proof", pgettext_lazy("signature of minutes", "Confirmed with a proof of identity")
    PAPER = "paper", pgettext_lazy("signature of minutes", "Signed on paper")
    CONTAINER = "container", pgettext_lazy("signature of minutes", "Qualified electronic signature")


class MinutesSignature(Identified):
    """The signature of the chair or the secretary under the content with the digest `sha256`.

    `file_id` is the scan of the paper or the container of a qualified e-signature; `recorded_by` brought it.
    """

    minutes = models.ForeignKey(Minutes, on_delete=models.PROTECT, related_name="signatures", db_index=False)
    role = models.CharField(max_length=9, choices=SignerRole.choices)
    mandate = _build_mandate()
    way = models.CharField(max_length=9, choices=SignatureWay.choices)
    sha256 = models.CharField(max_length=64)
    file_id = models.UUIDField(null=True, blank=True)
    file_name = models.CharField(max_length=255, blank=True, default="")
    recorded_by = _build_person()
    at = models.DateTimeField(default=now)

    class Meta:
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["minutes", "role"], name="dialogue_minutes_signed_once"),
            models.CheckConstraint(
                condition=Q(way=SignatureWay.PROOF, file_id=None)
                | (~Q(way=SignatureWay.PROOF) & Q(file_id__isnull=False)),
                name="dialogue_minutes_signature_file",
            ),
        ]

    def __str__(self) -> str:
        return self.role


class MinutesEdition(FrozenContent):
    """Signed minutes as they were signed, or (`for_public`) what of them may be published."""

    minutes = models.ForeignKey(Minutes, on_delete=models.PROTECT, related_name="editions", db_index=False)
    for_public = models.BooleanField(default=False)
    made_at = models.DateTimeField(default=now)

    class Meta:
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["minutes", "for_public"], name="dialogue_minutes_edition_once")
        ]
        triggers = [FROZEN]

    def __str__(self) -> str:
        return self.sha256


class MinutesPaper(FrozenPaper):
    """The PDF of an edition in one language."""

    edition = models.ForeignKey(
        MinutesEdition, on_delete=models.PROTECT, related_name="papers", db_index=False
    )

    class Meta:
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["edition", "language"], name="dialogue_minutes_paper_once"),
            models.CheckConstraint(condition=Q(language__in=LANGUAGES), name="dialogue_minutes_paper_lang"),
        ]
        triggers = [FROZEN]

    def __str__(self) -> str:
        return self.language


class MinutesCorrection(Identified):
    """A correction of signed minutes: an annex, which never changes either.

    `is_public`: the public version of the minutes has its text.
    """

    minutes = models.ForeignKey(Minutes, on_delete=models.PROTECT, related_name="corrections", db_index=False)
    number = models.PositiveSmallIntegerField()
    text_uk = models.TextField()
    text_en = models.TextField(blank=True, default="")
    is_public = models.BooleanField()
    author = _build_person()
    mandate = _build_mandate(null=True, blank=True)
    at = models.DateTimeField(default=now)

    class Meta:
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["minutes", "number"], name="dialogue_correction_number")
        ]
        triggers = [FROZEN]

    def __str__(self) -> str:
        return self.text_uk
