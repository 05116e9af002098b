"""A foreign key given as a string escapes the import linter; it must keep the same order."""

from django.apps import apps

from viche.rooms import ROOMS

# A row may point to rows at its own height or below.
HEIGHT = {
    "config": 99,
    **{room: 4 + nth for nth, room in enumerate(reversed(ROOMS))},
    "realtime": 3,
    "notifications": 3,
    "deadlines": 3,
    "files": 3,
    "privacy": 3,
    "accounts": 2,
    "kernel": 1,
}
MIDDLE = 3
# The event log remembers who acted: the one relation that points up, to the person.
UPWARDS = {("kernel", "accounts")}


def test_relations_follow_the_layers() -> None:
    wrong = []
    for model in apps.get_models():
        ours = model._meta.app_label
        if ours not in HEIGHT:
            continue
        for field in model._meta.get_fields():
            theirs = (
                field.related_model._meta.app_label
                if field.related_model and not field.auto_created
                else None
            )
            if theirs not in HEIGHT or theirs == ours or (ours, theirs) in UPWARDS:
                continue
            beside = HEIGHT[theirs] == HEIGHT[ours] or (HEIGHT[ours] > MIDDLE and HEIGHT[theirs] == MIDDLE)
            if HEIGHT[theirs] > HEIGHT[ours] or beside:
                wrong.append(f"{model._meta.label}.{field.name} → {theirs}")
    assert wrong == []
