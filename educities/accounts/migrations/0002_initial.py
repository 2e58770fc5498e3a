import django.db.models.deletion
import django.db.models.functions.text
import educities.tenancy.constraints
import educities.tenancy.models
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('accounts', '0001_initial'),
        ('allauth_idp_oidc', '0003_client_allow_uri_wildcards'),
        ('cities', '0001_initial'),
        ('stakeholders', '0001_initial'),
    ]

    operations = [
        migrations.AddField(
            model_name='consent',
            name='city',
            field=models.ForeignKey(db_index=False, editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='cities.city'),
        ),
        migrations.AddField(
            model_name='consent',
            name='given_by',
            field=educities.tenancy.models.CityFK(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='stakeholders.profile'),
        ),
        migrations.AddField(
            model_name='consent',
            name='subject',
            field=educities.tenancy.models.CityFK(on_delete=django.db.models.deletion.CASCADE, related_name='consents', to='stakeholders.profile'),
        ),
        migrations.AddField(
            model_name='guardianlink',
            name='city',
            field=models.ForeignKey(db_index=False, editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='cities.city'),
        ),
        migrations.AddField(
            model_name='guardianlink',
            name='guardian',
            field=educities.tenancy.models.CityFK(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='wards', to='stakeholders.profile'),
        ),
        migrations.AddField(
            model_name='guardianlink',
            name='minor',
            field=educities.tenancy.models.CityFK(on_delete=django.db.models.deletion.CASCADE, related_name='guardians', to='stakeholders.profile'),
        ),
        migrations.AddField(
            model_name='partnerclient',
            name='city',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='partner_clients', to='cities.city'),
        ),
        migrations.AddField(
            model_name='partnerclient',
            name='client',
            field=models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='partner', to='allauth_idp_oidc.client'),
        ),
        migrations.AddField(
            model_name='partnerclient',
            name='owner',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='idempotentanswer',
            name='partner',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='accounts.partnerclient'),
        ),
        migrations.AddField(
            model_name='signinlink',
            name='user',
            field=models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='sign_in_link', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddConstraint(
            model_name='user',
            constraint=models.UniqueConstraint(django.db.models.functions.text.Lower('email'), name='accounts_user_email', violation_error_code='email', violation_error_message='There is an account with this address already.'),
        ),
        migrations.AddConstraint(
            model_name='user',
            constraint=models.CheckConstraint(condition=models.Q(('waits_for_guardian', False), ('is_active', False), _connector='OR'), name='accounts_user_closed', violation_error_code='is_active', violation_error_message='An account that waits for a guardian stays closed.'),
        ),
        migrations.AddConstraint(
            model_name='consent',
            constraint=models.UniqueConstraint(condition=models.Q(('state__in', ['requested', 'given'])), fields=('city', 'subject', 'purpose'), name='accounts_consent_live', violation_error_code='purpose', violation_error_message='This consent was asked for already.'),
        ),
        migrations.AddConstraint(
            model_name='consent',
            constraint=educities.tenancy.constraints.CityIsolation(name='accounts_consent_isolation', version=1),
        ),
        migrations.AddConstraint(
            model_name='consent',
            constraint=educities.tenancy.constraints.SameCity(fields=('subject', 'given_by'), name='accounts_consent_same_city'),
        ),
        migrations.AddConstraint(
            model_name='guardianlink',
            constraint=models.CheckConstraint(condition=models.Q(('guardian', models.F('minor')), _negated=True), name='accounts_guardian_other', violation_error_code='guardian', violation_error_message='Nobody is their own guardian.'),
        ),
        migrations.AddConstraint(
            model_name='guardianlink',
            constraint=models.CheckConstraint(condition=models.Q(('guardian_is_adult', True)), name='accounts_guardian_adult', violation_error_code='guardian_is_adult', violation_error_message='A guardian has to be a grown-up.'),
        ),
        migrations.AddConstraint(
            model_name='guardianlink',
            constraint=models.UniqueConstraint(fields=('city', 'minor', 'guardian_email'), name='accounts_guardian_once', violation_error_code='guardian_email', violation_error_message='This grown-up was asked already.'),
        ),
        migrations.AddConstraint(
            model_name='guardianlink',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('state', 'confirmed'), _negated=True), ('guardian__isnull', False), _connector='OR'), name='accounts_guardian_known', violation_error_code='guardian', violation_error_message='Say who the guardian is.'),
        ),
        migrations.AddConstraint(
            model_name='guardianlink',
            constraint=educities.tenancy.constraints.CityIsolation(name='accounts_guardianlink_isolation', version=1),
        ),
        migrations.AddConstraint(
            model_name='guardianlink',
            constraint=educities.tenancy.constraints.SameCity(fields=('guardian', 'minor'), name='accounts_guardianlink_same_city'),
        ),
        migrations.AddConstraint(
            model_name='idempotentanswer',
            constraint=models.UniqueConstraint(fields=('partner', 'key'), name='accounts_idempotent_once', violation_error_code='key', violation_error_message='This is there already.'),
        ),
    ]
