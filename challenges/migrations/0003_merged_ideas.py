import django.db.models.deletion
import educities.tenancy.constraints
import educities.tenancy.models
from django.conf import settings
from django.db import migrations, models

from educities.kit.operations import apply_together


class Migration(migrations.Migration):

    dependencies = [
        ('challenges', '0002_reword_labels'),
        ('cities', '0005_contact_email'),
        ('stakeholders', '0002_reword_labels'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = apply_together([
        migrations.RemoveConstraint(
            model_name='contribution',
            name='challenges_contribution_same_city',
        ),
        migrations.RemoveConstraint(
            model_name='support',
            name='challenges_support_same_city',
        ),
        migrations.AddField(
            model_name='contribution',
            name='merged_at',
            field=models.DateTimeField(editable=False, null=True),
        ),
        migrations.AddField(
            model_name='contribution',
            name='merged_into',
            field=educities.tenancy.models.CityFK(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='merged', to='challenges.contribution'),
        ),
        migrations.AddField(
            model_name='support',
            name='came_from',
            field=educities.tenancy.models.CityFK(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='challenges.contribution'),
        ),
        migrations.AddConstraint(
            model_name='contribution',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('state', 'merged'), _negated=True), ('merged_into__isnull', False), _connector='OR'), name='challenges_merged_into', violation_error_code='merged_into', violation_error_message='Choose the idea that stays.'),
        ),
        migrations.AddConstraint(
            model_name='contribution',
            constraint=educities.tenancy.constraints.SameCity(fields=('challenge', 'author', 'merged_into'), name='challenges_contribution_same_city'),
        ),
        migrations.AddConstraint(
            model_name='support',
            constraint=educities.tenancy.constraints.SameCity(fields=('contribution', 'profile', 'came_from'), name='challenges_support_same_city'),
        ),
    ])
