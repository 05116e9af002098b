from django.db import migrations, models
from django.db.models import F, Q

# Whoever took a step of the owner on what is not verified yet, as the log says.
SO_FAR = """
    UPDATE tasks_actionitem SET worked_by = (
        SELECT coalesce(array_agg(DISTINCT person), '{}') FROM (
            SELECT unnest(tasks_actionitem.worked_by) AS person
            UNION
            SELECT actor_id FROM kernel_event
            WHERE subject_type = 'action' AND subject_id = tasks_actionitem.id AND actor_id IS NOT NULL
                AND kind IN ('tasks.action_accepted', 'tasks.action_started', 'tasks.action_blocked',
                             'tasks.action_completed', 'tasks.progress_reported')
        ) AS people
    )
    WHERE state IN ('accepted', 'in_progress', 'blocked', 'done')
"""


class Migration(migrations.Migration):

    dependencies = [
        ('tasks', '0021_unverified'),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name='actionitem',
            name='tasks_action_verified_not_by_stand_in',
        ),
        migrations.RenameField(
            model_name='actionitem',
            old_name='stand_ins',
            new_name='worked_by',
        ),
        migrations.RunSQL(SO_FAR, migrations.RunSQL.noop),
        migrations.AddConstraint(
            model_name='actionitem',
            constraint=models.CheckConstraint(condition=Q(verified_by=None) | ~Q(worked_by__contains=[F('verified_by')]), name='tasks_action_verified_not_by_who_worked'),
        ),
    ]
