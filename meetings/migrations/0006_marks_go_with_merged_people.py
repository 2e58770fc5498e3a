from django.db import migrations

from meetings.migrations._merged_people import GOES_WITH_PEOPLE, STAYS


class Migration(migrations.Migration):

    dependencies = [
        ('meetings', '0005_cleared_marks'),
        ('stakeholders', '0010_managed_people'),
    ]

    operations = [
        migrations.RunSQL(GOES_WITH_PEOPLE, STAYS),
    ]
