from django.db import migrations, models

from educities.kit.operations import change_words


class Migration(migrations.Migration):

    dependencies = [
        ('cities', '0017_privacy_notice'),
        ('meetings', '0008_who_left_early'),
    ]

    operations = change_words([
        migrations.AlterConstraint(
            model_name='session',
            name='meetings_session_once',
            constraint=models.UniqueConstraint(condition=models.Q(('state', 'cancelled'), _negated=True), fields=('city', 'group', 'starts_at'), name='meetings_session_once', violation_error_code='starts_at', violation_error_message='There is already a session at that time. Choose another time, or change that session.'),
        ),
    ])
