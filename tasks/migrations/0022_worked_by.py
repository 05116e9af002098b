from django.contrib.postgres.fields import ArrayField
from django.db import migrations, models
from django.db.models import F, Q

# The column keeps its name, and its constraint: processes of the former release go on meanwhile.
RENAMED = [
    migrations.RemoveConstraint(
        model_name='actionitem',
        name='tasks_action_verified_not_by_stand_in',
    ),
    migrations.RenameField(
        model_name='actionitem',
        old_name='stand_ins',
        new_name='worked_by',
    ),
    migrations.AlterField(
        model_name='actionitem',
        name='worked_by',
        field=ArrayField(base_field=models.UUIDField(), db_column='stand_ins', db_default=[], default=list, size=None),
    ),
    migrations.AddConstraint(
        model_name='actionitem',
        constraint=models.CheckConstraint(condition=Q(verified_by=None) | ~Q(worked_by__contains=[F('verified_by')]), name='tasks_action_verified_not_by_stand_in'),
    ),
]

# Whoever took a step of an owner on what is not verified yet, as the log says, or showed how it is known.
SO_FAR = """
    UPDATE tasks_actionitem AS item SET stand_ins = (
        SELECT coalesce(array_agg(DISTINCT person), '{}') FROM (
            SELECT unnest(item.stand_ins) AS person
            UNION
            SELECT actor_id FROM kernel_event
            WHERE subject_type = 'action' AND subject_id = item.id AND actor_id IS NOT NULL
                AND kind IN ('tasks.action_accepted', 'tasks.action_started', 'tasks.action_blocked',
                             'tasks.action_completed', 'tasks.progress_reported')
            UNION
            SELECT evidence.added_by_id FROM tasks_evidence AS evidence
            JOIN groups_mandate AS mandate ON mandate.id = evidence.added_through_id
            WHERE evidence.action_id = item.id AND evidence.added_by_id IS NOT NULL
                AND (mandate.organisation_id = item.owner_organisation_id
                     OR mandate.organisation_id = ANY(item.coowners))
        ) AS people
    )
    WHERE state IN ('accepted', 'in_progress', 'blocked', 'done')
"""


class Migration(migrations.Migration):

    dependencies = [
        ('tasks', '0021_unverified'),
    ]

    operations = [
        migrations.SeparateDatabaseAndState(state_operations=RENAMED),
        migrations.RunSQL(SO_FAR, migrations.RunSQL.noop),
    ]
