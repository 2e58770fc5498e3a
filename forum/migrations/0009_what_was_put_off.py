from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('forum', '0008_members_answer_by_themselves'),
    ]

    operations = [
        migrations.AddField(
            model_name='meeting',
            name='put_off',
            field=models.JSONField(editable=False, null=True),
        ),
    ]
