"""How actions on actions are asked for over REST."""

from __future__ import annotations

from datetime import timedelta

from groups.models import InitiativeGroup, Visibility
from tasks.models import ActionItem, ChecklistItem, Remark, Reminder, ReminderAudience, ReminderRule
from tests.architecture.questions.request import Ask, Asked, later, move, to
from tests.architecture.questions.thread import action_item, share
from tests.architecture.stages.stage import Stage
from viche.kernel.clock import now


def _acknowledge(audience: ReminderAudience) -> Ask:
    def ask(_stage: Stage, obj: ActionItem) -> Asked:
        reminder = Reminder.objects.create(
            action=obj, rule=ReminderRule.CUSTOM, audience=audience, due_at=now() + timedelta(days=3)
        )
        return Asked("PUT", f"reminders/{reminder.pk}/acknowledgement")

    return ask


def _ladder(path: str) -> Ask:
    return lambda _stage, obj: Asked("PUT", f"{path}/{obj.pk}/reminder-ladder", {"steps": []}, version=0)


def _answer_help(stage: Stage, obj: ActionItem) -> Asked:
    remark = Remark.objects.create(action=obj, author=stage.here.people["secretary"], text="Немає техніки")
    ActionItem.objects.filter(pk=obj.pk).update(help_remark=remark)
    return Asked("PUT", f"action-items/{obj.pk}/help/answer", {"text": "Дамо"})


def _tick(_stage: Stage, obj: ActionItem) -> Asked:
    line = ChecklistItem.objects.create(action=obj, position=1, text="Виміряти пандуси")
    return Asked("PUT", f"action-items/{obj.pk}/checklist/{line.pk}/tick")


def _publish(_stage: Stage, obj: ActionItem) -> Asked:
    InitiativeGroup.objects.filter(pk=obj.group_id).update(visibility=Visibility.PUBLIC)
    words = {"asked": "Темно біля школи", "answer": "Ставимо ліхтарі"}
    return Asked("PUT", f"action-items/{obj.pk}/promise", words)


ITEM = "action-items/{pk}"


ASKS: dict[str, Ask] = {
    "register.read": to("groups/{pk}/reminder-ladder"),
    "register.make": lambda stage, obj: action_item(stage, obj.pk),
    "register.see_outside": to("groups/{pk}/outside-bodies"),
    "register.keep_outside": to("groups/{pk}/outside-bodies", "POST", name="Водоканал"),
    "action.read": to(ITEM),
    "action.see_access": to(f"{ITEM}/access"),
    "action.edit": to(ITEM, "PATCH", title="Інша назва", reason="Точніше"),
    "action.relate": to(f"{ITEM}/parent", "PUT", action=None),
    "action.widen": to(ITEM, "PATCH", audience="group", reason="Усім"),
    "action.accept": move("action-items", "accepted"),
    "action.decline": move("action-items", "declined", reason="Не наше"),
    "action.start": move("action-items", "in_progress"),
    "action.block": move("action-items", "blocked", reason="Немає коштів"),
    "action.complete": move("action-items", "done"),
    "action.verify": move("action-items", "verified"),
    "action.return": move("action-items", "returned", reason="Не все"),
    "action.withdraw_completion": move("action-items", "completion_withdrawn"),
    "action.withdraw_verification": move("action-items", "verification_withdrawn"),
    "action.close": move("action-items", "closed"),
    "action.cancel": move("action-items", "cancelled", reason="Зайве"),
    "action.tick": _tick,
    "action.add_evidence": to(
        f"{ITEM}/evidence", "POST", kind="link", title="Акт", url="https://example.org/a"
    ),
    "register.set_ladder": _ladder("groups"),
    "action.discuss": to(f"{ITEM}/discussion", "POST"),
    "action.watch": to(f"{ITEM}/watch", "PUT"),
    "action.remind_me": to(f"{ITEM}/my-reminders", "POST", due_at=later(2)),
    "action.set_ladder": _ladder("action-items"),
    "action.ask_help": to(f"{ITEM}/help", "PUT", text="Немає техніки"),
    "action.answer_help": _answer_help,
    "action.remind": to(f"{ITEM}/reminders", "POST", due_at=later(2), audience="owner"),
    "action.share": share("action-items"),
    "action.report": to(f"{ITEM}/progress", "POST", text="Їде"),
    "action.see_link": to(f"{ITEM}/link"),
    "action.make_link": to(f"{ITEM}/link", "POST", shows_restricted=True),
    "action.revoke_link": to(f"{ITEM}/link", "DELETE"),
    "action.publish": _publish,
    "action.take_back": to(f"{ITEM}/promise", "DELETE"),
}
# Where there are several, one of them is right for each who may.
SEVERAL: dict[str, tuple[Ask, ...]] = {
    # What the owner says first, and what later.
    "action.log": (
        move("action-items", "accepted", logged=True, reason="Сказали телефоном"),
        to(f"{ITEM}/progress", "POST", logged=True, text="Сказали: їде"),
    ),
    "action.acknowledge": tuple(map(_acknowledge, (ReminderAudience.OWNER, ReminderAudience.VERIFIER))),
}
