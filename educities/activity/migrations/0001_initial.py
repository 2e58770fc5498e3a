import django.db.models.deletion
import django.utils.timezone
import educities.tenancy.constraints
import educities.tenancy.models
import rules.contrib.models
from django.conf import settings
from django.db import migrations, models

from educities.activity.migrations._sql import OPERATIONS
from educities.kit.operations import apply_together


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('cities', '0001_initial'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = apply_together([
        migrations.CreateModel(
            name='Message',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('channel', models.CharField(choices=[('mail', 'mail'), ('webhook', 'webhook')], max_length=8)),
                ('kind', models.CharField(max_length=60)),
                ('dedupe_key', models.CharField(max_length=200)),
                ('recipient', models.CharField(max_length=320)),
                ('payload', models.JSONField(default=dict)),
                ('state', models.CharField(choices=[('pending', 'waiting'), ('leased', 'being sent'), ('sent', 'sent'), ('dead', 'failed'), ('held', 'held'), ('cancelled', 'cancelled')], default='pending', max_length=10)),
                ('priority', models.SmallIntegerField(default=5)),
                ('created_at', models.DateTimeField(auto_now_add=True)),
                ('available_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('expires_at', models.DateTimeField(null=True)),
                ('attempts', models.PositiveSmallIntegerField(default=0)),
                ('lease_token', models.UUIDField(null=True)),
                ('lease_until', models.DateTimeField(null=True)),
                ('sent_at', models.DateTimeField(null=True)),
                ('last_error', models.CharField(blank=True, max_length=300)),
                ('city', models.ForeignKey(db_index=False, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='cities.city')),
                ('user', models.ForeignKey(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ('-id',),
                'indexes': [
                    models.Index(condition=models.Q(('state', 'pending')), fields=['city', 'priority', 'available_at', 'id'], name='activity_message_due'),
                    models.Index(condition=models.Q(('state', 'leased')), fields=['lease_until'], name='activity_message_leased'),
                    models.Index(condition=models.Q(('state', 'dead')), fields=['city', '-id'], name='activity_message_dead'),
                ],
                'constraints': [
                    models.UniqueConstraint(fields=('city', 'dedupe_key'), name='activity_message_once', nulls_distinct=False, violation_error_code='dedupe_key', violation_error_message='This is there already.'),
                    educities.tenancy.constraints.CityIsolation(name='activity_message_isolation', or_platform=True, version=1),
                ],
            },
            bases=(rules.contrib.models.RulesModelMixin, models.Model),
        ),
        migrations.CreateModel(
            name='Attempt',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('at', models.DateTimeField(auto_now_add=True)),
                ('outcome', models.CharField(max_length=10)),
                ('error', models.CharField(blank=True, max_length=300)),
                ('city', models.ForeignKey(db_index=False, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='cities.city')),
                ('message', educities.tenancy.models.CityFK(on_delete=django.db.models.deletion.CASCADE, related_name='tries', to='activity.message')),
            ],
            options={
                'abstract': False,
                'base_manager_name': 'objects',
                'constraints': [
                    educities.tenancy.constraints.CityIsolation(name='activity_attempt_isolation', or_platform=True, version=1),
                    educities.tenancy.constraints.SameCity(fields=('message',), name='activity_attempt_same_city'),
                ],
            },
            bases=(rules.contrib.models.RulesModelMixin, models.Model),
        ),
        migrations.CreateModel(
            name='Notice',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('verb', models.CharField(max_length=60)),
                ('target_type', models.CharField(max_length=60)),
                ('target_id', models.CharField(max_length=40)),
                ('url', models.CharField(blank=True, max_length=300)),
                ('data', models.JSONField(default=dict)),
                ('created_at', models.DateTimeField(auto_now_add=True)),
                ('read_at', models.DateTimeField(null=True)),
                ('city', models.ForeignKey(db_index=False, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='cities.city')),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ('-id',),
                'indexes': [
                    models.Index(fields=['city', 'user', '-id'], name='activity_notice_person'),
                ],
                'constraints': [
                    educities.tenancy.constraints.CityIsolation(name='activity_notice_isolation', or_platform=True, version=1),
                ],
            },
            bases=(rules.contrib.models.RulesModelMixin, models.Model),
        ),
        migrations.CreateModel(
            name='Schedule',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('rule', models.CharField(max_length=60)),
                ('subject_type', models.CharField(max_length=60)),
                ('subject_id', models.BigIntegerField()),
                ('generation', models.PositiveIntegerField(default=1)),
                ('local_date', models.DateField()),
                ('local_time', models.TimeField()),
                ('time_zone', models.CharField(max_length=60)),
                ('due_at', models.DateTimeField()),
                ('expires_at', models.DateTimeField()),
                ('state', models.CharField(choices=[('waiting', 'waiting'), ('done', 'done'), ('missed', 'missed'), ('cancelled', 'cancelled')], default='waiting', max_length=10)),
                ('done_at', models.DateTimeField(null=True)),
                ('city', models.ForeignKey(db_index=False, editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='cities.city')),
            ],
            options={
                'indexes': [
                    models.Index(condition=models.Q(('state', 'waiting')), fields=['due_at'], name='activity_schedule_due'),
                ],
                'constraints': [
                    models.UniqueConstraint(fields=('city', 'rule', 'subject_type', 'subject_id', 'generation'), name='activity_schedule_once', violation_error_code='generation', violation_error_message='This is there already.'),
                    educities.tenancy.constraints.CityIsolation(name='activity_schedule_isolation', version=1),
                ],
            },
            bases=(rules.contrib.models.RulesModelMixin, models.Model),
        ),
        migrations.CreateModel(
            name='AuditEntry',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('at', models.DateTimeField(auto_now_add=True, verbose_name='when')),
                ('acting_for', models.BigIntegerField(null=True)),
                ('via', models.CharField(max_length=8)),
                ('verb', models.CharField(max_length=60)),
                ('target_type', models.CharField(max_length=60)),
                ('target_id', models.CharField(max_length=40)),
                ('data', models.JSONField(default=dict)),
                ('reason', models.TextField(blank=True)),
                ('request_id', models.CharField(blank=True, max_length=40)),
                ('ip', models.CharField(blank=True, max_length=45)),
                ('once', models.CharField(max_length=200, null=True)),
                ('actor', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('city', models.ForeignKey(db_index=False, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='cities.city')),
            ],
            options={
                'ordering': ('-id',),
                'indexes': [models.Index(fields=['city', 'target_type', 'target_id', '-id'], name='activity_audit_target')],
                'constraints': [models.UniqueConstraint(condition=models.Q(('once__isnull', False)), fields=('city', 'once'), name='activity_audit_once', nulls_distinct=False, violation_error_code='once', violation_error_message='This is there already.'), educities.tenancy.constraints.CityIsolation(name='activity_auditentry_isolation', or_platform=True, version=1)],
            },
            bases=(rules.contrib.models.RulesModelMixin, models.Model),
        ),
        migrations.CreateModel(
            name='Event',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('seq', models.BigIntegerField(null=True)),
                ('at', models.DateTimeField(auto_now_add=True)),
                ('name', models.CharField(max_length=60)),
                ('target_type', models.CharField(max_length=60)),
                ('target_id', models.CharField(max_length=40)),
                ('data', models.JSONField(default=dict)),
                ('city', models.ForeignKey(db_index=False, editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='cities.city')),
            ],
            options={
                'indexes': [models.Index(condition=models.Q(('seq', None)), fields=['id'], name='activity_event_unnumbered')],
                'constraints': [models.UniqueConstraint(fields=('city', 'seq'), name='activity_event_seq', violation_error_code='seq', violation_error_message='This is there already.'), educities.tenancy.constraints.CityIsolation(name='activity_event_isolation', version=1)],
            },
            bases=(rules.contrib.models.RulesModelMixin, models.Model),
        ),
        migrations.CreateModel(
            name='EventEpoch',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('epoch', models.CharField(max_length=12)),
                ('city', models.ForeignKey(db_index=False, editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='cities.city')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('city',), name='activity_epoch_one', violation_error_code='city', violation_error_message='This is there already.'), educities.tenancy.constraints.CityIsolation(name='activity_eventepoch_isolation', version=1)],
            },
            bases=(rules.contrib.models.RulesModelMixin, models.Model),
        ),
    ]) + [
        *OPERATIONS,
    ]
