from django.db import migrations, models
from django.db.models import Q

WAYS = [
    ("page", "Opened"),
    ("list", "In a list"),
    ("live", "As it happened"),
    ("file", "As a file"),
    ("link", "As a file, by a link"),
]


class Migration(migrations.Migration):
    """Tell files that were opened by a link from those that were opened with a sign-in."""

    dependencies = [("privacy", "0001_initial")]

    operations = [
        migrations.AlterField("accessrecord", "way", models.CharField(choices=WAYS, max_length=8)),
        migrations.RemoveConstraint("accessrecord", "privacy_access_way"),
        migrations.AddConstraint(
            "accessrecord",
            models.CheckConstraint(
                condition=Q(way__in=[way for way, _words in WAYS]), name="privacy_access_way"
            ),
        ),
    ]
