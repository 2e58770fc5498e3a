import django.db.models.deletion
import educities.tenancy.constraints
import educities.tenancy.models
import rules.contrib.models
from django.db import migrations, models

from educities.kit.operations import apply_together


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('cities', '0001_initial'),
        ('stakeholders', '0001_initial'),
    ]

    operations = apply_together([
        migrations.CreateModel(
            name='Consent',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('purpose', models.CharField(choices=[('account', 'account'), ('lab', 'taking part'), ('photo', 'photographs'), ('publication', 'publication'), ('sharing', 'sharing between cities'), ('research', 'research')], max_length=12)),
                ('text_version', models.CharField(max_length=20)),
                ('language', models.CharField(max_length=2)),
                ('assent_of_child', models.BooleanField(null=True)),
                ('channel', models.CharField(default='web', max_length=10)),
                ('asked_at', models.DateTimeField(auto_now_add=True)),
                ('answered_at', models.DateTimeField(null=True)),
                ('withdrawn_at', models.DateTimeField(null=True)),
                ('valid_until', models.DateField(null=True)),
                ('state', models.CharField(choices=[('requested', 'asked'), ('given', 'given'), ('refused', 'refused'), ('expired', 'expired'), ('withdrawn', 'taken back')], default='requested', max_length=10)),
                ('city', models.ForeignKey(db_index=False, editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='cities.city')),
                ('given_by', educities.tenancy.models.CityFK(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='stakeholders.profile')),
                ('subject', educities.tenancy.models.CityFK(on_delete=django.db.models.deletion.CASCADE, related_name='consents', to='stakeholders.profile')),
            ],
            options={
                'constraints': [models.UniqueConstraint(condition=models.Q(('state__in', ['requested', 'given'])), fields=('city', 'subject', 'purpose'), name='consents_consent_live', violation_error_code='purpose', violation_error_message='This consent was asked for already.'), educities.tenancy.constraints.CityIsolation(name='consents_consent_isolation', version=1), educities.tenancy.constraints.SameCity(fields=('subject', 'given_by'), name='consents_consent_same_city')],
            },
            bases=(rules.contrib.models.RulesModelMixin, models.Model),
        ),
        migrations.CreateModel(
            name='GuardianLink',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('guardian_email', models.EmailField(max_length=254, verbose_name="guardian's e-mail address")),
                ('guardian_is_adult', models.BooleanField(default=True)),
                ('relation', models.CharField(choices=[('parent', 'parent'), ('guardian', 'guardian')], default='parent', max_length=10)),
                ('proof', models.CharField(choices=[('web', 'on the web'), ('paper', 'on paper'), ('school', 'through the school')], default='web', max_length=10)),
                ('token_hash', models.CharField(blank=True, max_length=64)),
                ('invited_at', models.DateTimeField(auto_now_add=True)),
                ('expires_at', models.DateTimeField()),
                ('answers', models.JSONField(default=dict)),
                ('answered_at', models.DateTimeField(null=True)),
                ('state', models.CharField(choices=[('invited', 'invited'), ('confirmed', 'confirmed'), ('refused', 'refused'), ('expired', 'expired'), ('ended', 'ended')], default='invited', max_length=10)),
                ('city', models.ForeignKey(db_index=False, editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='cities.city')),
                ('guardian', educities.tenancy.models.CityFK(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='wards', to='stakeholders.profile')),
                ('minor', educities.tenancy.models.CityFK(on_delete=django.db.models.deletion.CASCADE, related_name='guardians', to='stakeholders.profile')),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('guardian', models.F('minor')), _negated=True), name='consents_guardian_other', violation_error_code='guardian', violation_error_message='Nobody is their own guardian.'), models.CheckConstraint(condition=models.Q(('guardian_is_adult', True)), name='consents_guardian_adult', violation_error_code='guardian_is_adult', violation_error_message='A guardian has to be a grown-up.'), models.UniqueConstraint(fields=('city', 'minor', 'guardian_email'), name='consents_guardian_once', violation_error_code='guardian_email', violation_error_message='This grown-up was asked already.'), models.CheckConstraint(condition=models.Q(models.Q(('state', 'confirmed'), _negated=True), ('guardian__isnull', False), _connector='OR'), name='consents_guardian_known', violation_error_code='guardian', violation_error_message='Say who the guardian is.'), educities.tenancy.constraints.CityIsolation(name='consents_guardianlink_isolation', version=1), educities.tenancy.constraints.SameCity(fields=('guardian', 'minor'), name='consents_guardianlink_same_city')],
            },
            bases=(rules.contrib.models.RulesModelMixin, models.Model),
        ),
    ])
