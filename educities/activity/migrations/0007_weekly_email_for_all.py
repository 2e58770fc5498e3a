"""All emails of a city in one, once a week: who chose so, and what the weekly one is still to tell."""

from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('activity', '0006_retention'),
        ('cities', '0010_reword_labels_again'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name='digestmark',
            name='holds_all',
            field=models.BooleanField(db_default=False, default=False, verbose_name='all emails in one, once a week'),
        ),
        migrations.AddField(
            model_name='notice',
            name='is_held',
            field=models.BooleanField(db_default=False, default=False),
        ),
        migrations.AddIndex(
            model_name='notice',
            index=models.Index(condition=models.Q(('is_held', True)), fields=['city', 'user'], name='activity_notice_held'),
        ),
    ]
