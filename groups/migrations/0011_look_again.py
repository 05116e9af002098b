from datetime import timedelta
from typing import Any

from django.db import migrations
from django.utils import timezone

# By then no worker of the former release runs any more, which would make them by the former rules.
FIRST = timedelta(minutes=10)
# The deadlines engine holds whatever it finds due together, so the groups come one after another.
APART = timedelta(milliseconds=50)


def look_again(apps: Any, _editor: Any) -> None:
    """Have the grants of every group, and of all that lies in it, made from their sources anew: the rules by
    which sources give grants are not those by which an older database was written. So the authors of drafts
    hold grants of their own, which they had not.
    """
    groups, due = apps.get_model("groups", "InitiativeGroup"), apps.get_model("groups", "GrantDue")
    at = timezone.now() + FIRST
    rows = [
        due(container_type="group", container_id=pk, due_at=at + number * APART)
        for number, pk in enumerate(groups.objects.order_by("pk").values_list("pk", flat=True))
    ]
    due.objects.bulk_create(rows, ignore_conflicts=True)


class Migration(migrations.Migration):
    dependencies = [("groups", "0010_personal_invitations")]

    operations = [migrations.RunPython(look_again, migrations.RunPython.noop, elidable=True)]
