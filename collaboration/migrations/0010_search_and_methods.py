"""The search index of lesson plans, methods on plans, and exchanges of methods."""

import django.db.models.deletion
import uuid
from django.conf import settings
from django.db import migrations, models


TABLE, WORDS = "collaboration_plantext", "collaboration_planwords"
COLUMNS = ("title", "topic", "about", "body", "marks")
NAMES, NEW, OLD = (
    ", ".join(f"{before}{name}" for name in COLUMNS) for before in ("", "new.", "old.")
)
DROPPED = f"INSERT INTO {WORDS}({WORDS}, rowid, {NAMES}) VALUES ('delete', old.key, {OLD});"
ADDED = f"INSERT INTO {WORDS}(rowid, {NAMES}) VALUES (new.key, {NEW});"
SQLITE = [  # the words lie in the model's table alone; triggers keep FTS5's index of them
    f"CREATE VIRTUAL TABLE {WORDS} USING fts5({NAMES}, content='{TABLE}', content_rowid='key',"
    " detail=column)",
    f"CREATE TRIGGER plan_text_added AFTER INSERT ON {TABLE} BEGIN {ADDED} END",
    f"CREATE TRIGGER plan_text_dropped AFTER DELETE ON {TABLE} BEGIN {DROPPED} END",
    f"CREATE TRIGGER plan_text_changed AFTER UPDATE ON {TABLE} BEGIN {DROPPED} {ADDED} END",
    f"INSERT INTO {WORDS}({WORDS}) VALUES ('rebuild')",
]
SQLITE_BACK = [
    *(f"DROP TRIGGER plan_text_{name}" for name in ("added", "dropped", "changed")),
    f"DROP TABLE {WORDS}",
]
POSTGRESQL = [f'ALTER TABLE {TABLE} ALTER COLUMN name TYPE varchar(200) COLLATE "C"']
for name in COLUMNS:
    POSTGRESQL += [
        f"ALTER TABLE {TABLE} ADD COLUMN {name}_words tsvector GENERATED ALWAYS AS"
        f" (array_to_tsvector(string_to_array({name}, ' '))) STORED",
        f"CREATE INDEX plan_text_{name}_words ON {TABLE} USING gin ({name}_words)",
    ]
POSTGRESQL_BACK = [f"ALTER TABLE {TABLE} DROP COLUMN {name}_words" for name in COLUMNS]


def run(statements):
    def by_vendor(apps, schema_editor):
        for statement in statements[schema_editor.connection.vendor]:
            schema_editor.execute(statement)

    return by_vendor


class Migration(migrations.Migration):

    dependencies = [
        ('collaboration', '0009_notes_on_lessons'),
        ('portal', '0004_files_of_a_school'),
        ('supervision', '0003_teaching_methods'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='PlanText',
            fields=[
                ('key', models.BigAutoField(primary_key=True, serialize=False)),
                ('name', models.CharField(max_length=200)),
                ('title', models.TextField()),
                ('topic', models.TextField()),
                ('about', models.TextField()),
                ('body', models.TextField()),
                ('marks', models.TextField()),
                ('signature', models.JSONField(default=list)),
                ('plan', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='text', to='collaboration.lessonplan')),
                ('version', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='collaboration.planversion')),
            ],
            options={
                'ordering': ['-key'],
            },
        ),
        migrations.CreateModel(
            name='PlanBand',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('value', models.BigIntegerField()),
                ('text', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='bands', to='collaboration.plantext')),
            ],
            options={
                'ordering': ['text', 'value'],
            },
        ),
        migrations.CreateModel(
            name='MethodExchange',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, primary_key=True, serialize=False)),
                ('grade', models.PositiveSmallIntegerField(choices=[(1, '1'), (2, '2'), (3, '3'), (4, '4'), (5, '5'), (6, '6')], verbose_name='class')),
                ('tried_on', models.DateField(verbose_name='tried on')),
                ('happened', models.TextField(max_length=2000, verbose_name='what happened')),
                ('written_at', models.DateTimeField()),
                ('changed_at', models.DateTimeField(blank=True, null=True)),
                ('activity', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='exchanges', to='collaboration.activity', verbose_name='activity')),
                ('lender', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='lent', to=settings.AUTH_USER_MODEL, verbose_name='from whom')),
                ('method', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='exchanges', to='supervision.method', verbose_name='method')),
                ('plan', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='exchanges', to='collaboration.lessonplan', verbose_name='lesson plan')),
                ('school', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='exchanges', to='portal.school')),
                ('writer', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='exchanges', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['-tried_on', '-written_at', 'pk'],
                'constraints': [models.CheckConstraint(condition=models.Q(('happened', ''), _negated=True), name='exchange_says_what_happened'), models.CheckConstraint(condition=models.Q(('grade__range', (1, 6))), name='exchange_class_is_1_to_6'), models.CheckConstraint(condition=models.Q(('plan', None), ('activity', None), _connector='OR'), name='exchange_hangs_on_one_thing'), models.CheckConstraint(condition=models.Q(('lender', None), models.Q(('lender', models.F('writer')), _negated=True), _connector='OR'), name='exchange_is_with_somebody_else')],
            },
        ),
        migrations.CreateModel(
            name='OtherSource',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('at', models.DateTimeField()),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('other', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='collaboration.lessonplan')),
                ('plan', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='other_sources', to='collaboration.lessonplan')),
            ],
            options={
                'ordering': ['plan', 'at'],
                'constraints': [models.UniqueConstraint(models.F('plan'), models.F('other'), name='asked_once_about_a_source')],
            },
        ),
        migrations.CreateModel(
            name='PlanMethod',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('method', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='plan_methods', to='supervision.method')),
                ('plan', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='plan_methods', to='collaboration.lessonplan')),
            ],
            options={
                'ordering': ['plan', 'method__order'],
                'constraints': [models.UniqueConstraint(models.F('plan'), models.F('method'), name='method_once_a_plan')],
            },
        ),
        migrations.AddIndex(
            model_name='plantext',
            index=models.Index(models.F('name'), models.F('key'), name='plan_text_by_name'),
        ),
        migrations.AddIndex(
            model_name='planband',
            index=models.Index(models.F('value'), models.F('text'), name='plan_band_by_value'),
        ),
        migrations.RunPython(
            run({"sqlite": SQLITE, "postgresql": POSTGRESQL}),
            run({"sqlite": SQLITE_BACK, "postgresql": POSTGRESQL_BACK}),
        ),
    ]
