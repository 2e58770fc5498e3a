import django.db.models.deletion
import educities.tenancy.constraints
import rules.contrib.models
from django.conf import settings
from django.db import migrations, models


from reports.migrations._sql import OPERATIONS


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('cities', '0001_initial'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Report',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('format', models.CharField(choices=[('pdf', 'PDF'), ('xlsx', 'Excel')], max_length=4)),
                ('language', models.CharField(choices=[('en', 'English'), ('he', 'Hebrew'), ('ar', 'Arabic')], max_length=2)),
                ('asked_at', models.DateTimeField(auto_now_add=True)),
                ('lease_until', models.DateTimeField(null=True)),
                ('attempts', models.PositiveSmallIntegerField(default=0)),
                ('built_at', models.DateTimeField(null=True)),
                ('content', models.BinaryField(default=b'')),
                ('digest', models.CharField(blank=True, max_length=64)),
                ('state', models.CharField(choices=[('waiting', 'waiting'), ('building', 'being built'), ('ready', 'ready'), ('failed', 'failed')], default='waiting', max_length=10)),
                ('asked_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('city', models.ForeignKey(db_index=False, editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='cities.city')),
            ],
            options={
                'ordering': ('-id',),
                'indexes': [models.Index(condition=models.Q(('state__in', ['waiting', 'building'])), fields=['id'], name='reports_due')],
                'constraints': [models.UniqueConstraint(condition=models.Q(('state__in', ['waiting', 'building'])), fields=('city', 'asked_by', 'format', 'language'), name='reports_one_waiting', violation_error_code='format', violation_error_message='This report is being made already.'), educities.tenancy.constraints.CityIsolation(name='reports_report_isolation', version=1)],
            },
            bases=(rules.contrib.models.RulesModelMixin, models.Model),
        ),
        *OPERATIONS,
    ]
