from django.db import migrations

# Whoever follows the usual ladder is planned anew by it.
FOLLOWERS = """
    UPDATE tasks_actionitem AS item SET rules_changed = true
    WHERE state IN ('proposed', 'accepted', 'in_progress', 'blocked') AND NOT EXISTS (
        SELECT FROM tasks_reminderladder AS ladder
        WHERE ladder.action_id = item.id OR ladder.group_id = item.group_id
    )
"""


class Migration(migrations.Migration):

    dependencies = [
        ('tasks', '0019_former_coowners'),
    ]

    operations = [
        migrations.RunSQL(FOLLOWERS, migrations.RunSQL.noop),
    ]
