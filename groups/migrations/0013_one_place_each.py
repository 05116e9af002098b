from typing import Any

from django.db import migrations, models
from django.db.models import Case, Value, When
from django.db.models.functions import Left

PREFIX = {"country": 2, "oblast": 4, "raion": 6, "hromada": 9, "settlement": 12}
COLUMN = Left("code", Case(*(When(level=level, then=Value(size)) for level, size in PREFIX.items())))


def look(apps: Any, _editor: Any) -> None:
    """Name what stands twice in one place of the tree: the database would name one of them alone."""
    held: dict[str, str] = {}
    twice = []
    rows = apps.get_model("groups", "Territory").objects.order_by("id").values_list("code", "level")
    for code, level in rows.iterator():
        first = held.setdefault(code[: PREFIX[level]], code)
        if first != code:
            twice.append(f"{first} and {code}")
    if twice:
        raise RuntimeError(
            f"Two territories stand in one place of the tree: {', '.join(twice)}. Nothing was changed. "
            "Keep one of each (docs/operations.md, Territories) and upgrade again."
        )


class Migration(migrations.Migration):
    dependencies = [("groups", "0012_shares_offered_end")]

    operations = [
        migrations.RunPython(look, migrations.RunPython.noop, elidable=True),
        migrations.AddConstraint(
            model_name="territory",
            constraint=models.UniqueConstraint(COLUMN, name="groups_territory_prefix"),
        ),
    ]
