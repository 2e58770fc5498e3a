import django.db.models.deletion
import educities.kit.multilingual
import educities.tenancy.constraints
import educities.tenancy.models
import rules.contrib.models
from django.conf import settings
from django.db import migrations, models

from educities.kit.operations import apply_together
from meetings.migrations._sql import OPERATIONS


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('cities', '0001_initial'),
        ('stakeholders', '0001_initial'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = apply_together([
        migrations.CreateModel(
            name='Group',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(editable=False, max_length=20)),
                ('city', models.ForeignKey(db_index=False, editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='cities.city')),
            ],
            options={
                'constraints': [
                    educities.tenancy.constraints.CityIsolation(name='meetings_group_isolation', version=1),
                ],
            },
            bases=(rules.contrib.models.RulesModelMixin, models.Model),
        ),
        migrations.CreateModel(
            name='Session',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('stage', models.SmallIntegerField(editable=False, null=True)),
                ('title', educities.kit.multilingual.WordsField(default=dict, verbose_name='title')),
                ('plan', educities.kit.multilingual.WordsField(blank=True, default=dict, verbose_name='plan')),
                ('starts_at', models.DateTimeField(verbose_name='starts')),
                ('ends_at', models.DateTimeField(verbose_name='ends')),
                ('place', models.CharField(blank=True, max_length=200, verbose_name='place')),
                ('link', models.URLField(blank=True, verbose_name='link')),
                ('code', models.CharField(blank=True, editable=False, max_length=4)),
                ('code_until', models.DateTimeField(editable=False, null=True)),
                ('state', models.CharField(choices=[('draft', 'draft'), ('scheduled', 'scheduled'), ('held', 'held'), ('recorded', 'recorded'), ('cancelled', 'cancelled')], default='draft', max_length=10, verbose_name='state')),
                ('city', models.ForeignKey(db_index=False, editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='cities.city')),
                ('group', educities.tenancy.models.CityFK(on_delete=django.db.models.deletion.CASCADE, related_name='sessions', to='meetings.group')),
            ],
            options={
                'verbose_name': 'session',
                'ordering': ('starts_at', 'id'),
                'indexes': [
                    models.Index(fields=['city', 'group', 'starts_at'], name='meetings_session_when'),
                ],
                'constraints': [
                    models.CheckConstraint(condition=models.Q(('ends_at__gt', models.F('starts_at'))), name='meetings_session_times', violation_error_code='ends_at', violation_error_message='The session ends before it begins.'),
                    models.UniqueConstraint(condition=models.Q(('state', 'cancelled'), _negated=True), fields=('city', 'group', 'starts_at'), name='meetings_session_once', violation_error_code='starts_at', violation_error_message='This cohort already has a session at that time. Choose another time, or change that session.'),
                    models.UniqueConstraint(condition=models.Q(('code', ''), _negated=True), fields=('city', 'code'), name='meetings_session_code', violation_error_code='code', violation_error_message='Another session has this code now.'),
                    educities.tenancy.constraints.CityIsolation(name='meetings_session_isolation', version=1),
                    educities.tenancy.constraints.SameCity(fields=('group',), name='meetings_session_same_city'),
                ],
            },
            bases=(rules.contrib.models.RulesModelMixin, models.Model),
        ),
        migrations.CreateModel(
            name='AttendanceCorrection',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('old_status', models.CharField(blank=True, choices=[('present', 'present'), ('late', 'late'), ('excused', 'excused'), ('absent', 'absent')], max_length=8)),
                ('old_how', models.CharField(blank=True, choices=[('code', 'by code'), ('qr', 'by QR'), ('roll', 'by roll call'), ('paper', 'on paper'), ('self', 'by oneself')], max_length=5)),
                ('old_at', models.DateTimeField(null=True)),
                ('new_status', models.CharField(choices=[('present', 'present'), ('late', 'late'), ('excused', 'excused'), ('absent', 'absent')], max_length=8)),
                ('reason', models.CharField(max_length=500)),
                ('at', models.DateTimeField(auto_now_add=True)),
                ('by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('city', models.ForeignKey(db_index=False, editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='cities.city')),
                ('old_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('profile', educities.tenancy.models.CityFK(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='stakeholders.profile')),
                ('session', educities.tenancy.models.CityFK(on_delete=django.db.models.deletion.CASCADE, related_name='corrections', to='meetings.session')),
            ],
            options={
                'ordering': ('id',),
                'constraints': [
                    models.CheckConstraint(condition=models.Q(('old_status', models.F('new_status')), _negated=True), name='meetings_correction_changes', violation_error_code='new_status', violation_error_message='The roll says this already.'),
                    models.CheckConstraint(condition=models.Q(('reason', ''), _negated=True), name='meetings_correction_reason', violation_error_code='reason', violation_error_message='Say in a sentence why.'),
                    educities.tenancy.constraints.CityIsolation(name='meetings_attendancecorrection_isolation', version=1),
                    educities.tenancy.constraints.SameCity(fields=('session', 'profile'), name='meetings_attendancecorrection_same_city'),
                ],
            },
            bases=(rules.contrib.models.RulesModelMixin, models.Model),
        ),
        migrations.CreateModel(
            name='Attendance',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('sector', models.SmallIntegerField(choices=[(1, 'public'), (2, 'business'), (3, 'non-profit'), (4, 'social business')], null=True)),
                ('status', models.CharField(choices=[('present', 'present'), ('late', 'late'), ('excused', 'excused'), ('absent', 'absent')], max_length=8)),
                ('how', models.CharField(choices=[('code', 'by code'), ('qr', 'by QR'), ('roll', 'by roll call'), ('paper', 'on paper'), ('self', 'by oneself')], max_length=5)),
                ('at', models.DateTimeField(auto_now=True)),
                ('by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('city', models.ForeignKey(db_index=False, editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='cities.city')),
                ('profile', educities.tenancy.models.CityFK(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='stakeholders.profile')),
                ('session', educities.tenancy.models.CityFK(on_delete=django.db.models.deletion.CASCADE, related_name='attendance', to='meetings.session')),
            ],
            options={
                'constraints': [
                    models.UniqueConstraint(fields=('city', 'session', 'profile'), name='meetings_attendance_once', violation_error_code='profile', violation_error_message='This person is marked already.'),
                    educities.tenancy.constraints.CityIsolation(name='meetings_attendance_isolation', version=1),
                    educities.tenancy.constraints.SameCity(fields=('session', 'profile'), name='meetings_attendance_same_city'),
                ],
            },
            bases=(rules.contrib.models.RulesModelMixin, models.Model),
        ),
        migrations.CreateModel(
            name='SessionReply',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('reply', models.CharField(choices=[('coming', 'coming'), ('not_coming', 'not coming')], max_length=10)),
                ('at', models.DateTimeField(auto_now=True)),
                ('city', models.ForeignKey(db_index=False, editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='cities.city')),
                ('profile', educities.tenancy.models.CityFK(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='stakeholders.profile')),
                ('session', educities.tenancy.models.CityFK(on_delete=django.db.models.deletion.CASCADE, related_name='replies', to='meetings.session')),
            ],
            options={
                'constraints': [
                    models.UniqueConstraint(fields=('city', 'session', 'profile'), name='meetings_reply_once', violation_error_code='profile', violation_error_message='This person has answered already.'),
                    educities.tenancy.constraints.CityIsolation(name='meetings_sessionreply_isolation', version=1),
                    educities.tenancy.constraints.SameCity(fields=('session', 'profile'), name='meetings_sessionreply_same_city'),
                ],
            },
            bases=(rules.contrib.models.RulesModelMixin, models.Model),
        ),
    ]) + [
        *OPERATIONS,
    ]
