import django.db.models.deletion
import django.db.models.functions.text
from django.conf import settings
from django.db import migrations, models

from educities.kit.operations import apply_together


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('accounts', '0001_initial'),
        ('allauth_idp_oidc', '0003_client_allow_uri_wildcards'),
        ('cities', '0001_initial'),
    ]

    operations = apply_together([
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
            model_name='idempotentanswer',
            constraint=models.UniqueConstraint(fields=('partner', 'key'), name='accounts_idempotent_once', violation_error_code='key', violation_error_message='This is there already.'),
        ),
    ])
