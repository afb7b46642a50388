"""A vocabulary of teaching methods, and which of them an observer saw."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('supervision', '0002_supervision_in_full'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Method',
            fields=[
                ('key', models.SlugField(max_length=40, primary_key=True, serialize=False, verbose_name='key')),
                ('name', models.JSONField(verbose_name='name')),
                ('about', models.JSONField(verbose_name='explanation')),
                ('order', models.PositiveSmallIntegerField(verbose_name='order')),
                ('retired_at', models.DateTimeField(blank=True, null=True)),
            ],
            options={
                'ordering': ['order', 'key'],
            },
        ),
        migrations.CreateModel(
            name='MethodSeen',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('at', models.DateTimeField()),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('method', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='seen', to='supervision.method')),
                ('session', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='methods_seen', to='supervision.supervisionsession')),
            ],
            options={
                'ordering': ['session', 'method__order'],
                'constraints': [models.UniqueConstraint(models.F('session'), models.F('method'), name='method_seen_once_a_session')],
            },
        ),
    ]
