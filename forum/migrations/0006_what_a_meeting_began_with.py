from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('forum', '0005_what_was_not_carried'),
    ]

    operations = [
        migrations.AddField(
            model_name='meeting',
            name='began_with',
            field=models.JSONField(editable=False, null=True),
        ),
    ]
