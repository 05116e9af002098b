from django.db import migrations, models

# What waits for verification now reminds of that, and rules for those who verify are counted from that day.
OPEN = """
    UPDATE tasks_actionitem SET rules_changed = true
    WHERE state IN ('proposed', 'accepted', 'in_progress', 'blocked', 'done')
"""


class Migration(migrations.Migration):

    dependencies = [
        ('tasks', '0020_usual_ladder'),
    ]

    operations = [
        migrations.AlterField(
            model_name='reminder',
            name='rule',
            field=models.CharField(choices=[('before_due', 'Before the due date'), ('on_due', 'On the due date'), ('overdue', 'The day after the due date'), ('unverified', 'While it waits for verification'), ('custom', 'At a chosen time')], max_length=12),
        ),
        migrations.RemoveConstraint(
            model_name='reminder',
            name='tasks_reminder_rule',
        ),
        migrations.AddConstraint(
            model_name='reminder',
            constraint=models.CheckConstraint(condition=models.Q(('rule__in', ['before_due', 'on_due', 'overdue', 'unverified', 'custom'])), name='tasks_reminder_rule'),
        ),
        migrations.RunSQL(OPEN, migrations.RunSQL.noop),
    ]
