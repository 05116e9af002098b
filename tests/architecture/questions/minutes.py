"""How actions on minutes are asked for over REST."""

from __future__ import annotations

from typing import Any

from django.core.files.base import ContentFile

from tests.architecture.questions.request import Ask, Asked, move, to
from tests.architecture.stages.stage import Stage
from viche.files.services.uploads import upload_file
from viche.kernel.ids import uuid7

ONE = "minutes/{pk}"


def make(stage: Stage, obj: Any) -> Asked:
    chair, secretary = (str(stage.here.mandates[name].pk) for name in ("officer", "secretary"))
    return Asked("POST", f"meetings/{obj.pk}/minutes", {"chair_id": chair, "secretary_id": secretary})


def decide(_stage: Stage, obj: Any) -> Asked:
    remark = obj.remarks.first()
    pk = remark.pk if remark is not None else uuid7()
    return Asked("PUT", f"minutes/{obj.pk}/remarks/{pk}/decision", {"accept": False, "answer": "Ні"})


def replace_signer(stage: Stage, obj: Any) -> Asked:
    officer = str(stage.here.mandates["officer"].pk)
    return Asked("PUT", f"minutes/{obj.pk}/signers/chair", {"mandate_id": officer})


def bring_paper(stage: Stage, obj: Any) -> Asked:
    """Only who acts for the facilitator brings the paper: the others sign themselves."""
    file = upload_file(actor=stage.actor("acting"), content=ContentFile("Підпис".encode(), "підпис.txt"))
    body = {"way": "paper", "file_id": str(file.pk)}
    return Asked("PUT", f"minutes/{obj.pk}/signatures/chair", body)


ASKS: dict[str, Ask] = {
    "meeting.make_minutes": make,
    "minutes.read": to(ONE),
    "minutes.edit": to(f"{ONE}/lines", "POST", kind="annex", text="Мапа укриттів"),
    "minutes.ask_remarks": move("minutes", "remarks"),
    "minutes.remark": to(f"{ONE}/remarks", "POST", text="Не так було"),
    "minutes.decide_remark": decide,
    "minutes.send_for_signature": move("minutes", "signing"),
    "minutes.reopen": move("minutes", "draft"),
    "minutes.replace_signer": replace_signer,
    "minutes.publish": to(f"{ONE}/publication", "PUT"),
    "minutes.correct": to(f"{ONE}/corrections", "POST", text="Було шість."),
}
# Where there are several, one of them is right for each who may.
SEVERAL: dict[str, tuple[Ask, ...]] = {
    "minutes.sign": (
        to(f"{ONE}/signatures/chair", "PUT", way="proof"),
        to(f"{ONE}/signatures/secretary", "PUT", way="proof"),
        bring_paper,
    ),
}
