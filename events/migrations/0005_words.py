from django.db import migrations, models

from events import search_tables


def create_words(apps, schema_editor):
    search_tables.create(schema_editor.connection)


def drop_words(apps, schema_editor):
    search_tables.drop(schema_editor.connection)


class Migration(migrations.Migration):

    dependencies = [
        ('events', '0004_journal'),
    ]

    operations = [
        migrations.CreateModel(
            name='WordsState',
            fields=[
                ('id', models.PositiveSmallIntegerField(default=1, primary_key=True, serialize=False)),
                ('rules', models.PositiveIntegerField(default=0)),
                ('mark', models.JSONField(default=dict)),
                ('filled_to', models.BigIntegerField(default=0)),
                ('whole', models.BooleanField(default=False)),
                ('version', models.PositiveBigIntegerField(default=0)),
            ],
            options={
                'default_permissions': (),
                'constraints': [models.CheckConstraint(condition=models.Q(('id', 1)), name='words_state_is_one_row')],
            },
        ),
        migrations.RunPython(create_words, drop_words),
    ]
