"""What undoing an imported spreadsheet needs stands beside it: each row it wrote, and its cells before and after."""

import stakeholders.models.imports
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('stakeholders', '0016_verification'),
    ]

    operations = [
        migrations.AddField(
            model_name='importrun',
            name='touched',
            field=models.JSONField(db_default=models.Value([], models.JSONField()), default=list, encoder=stakeholders.models.imports.ShortEncoder),
        ),
    ]
