from django.db import migrations

from forum.migrations._sql import CHARTERS


class Migration(migrations.Migration):

    dependencies = [
        ('forum', '0001_seats_meetings_and_decisions'),
        ('meetings', '0008_who_left_early'),
    ]

    operations = [migrations.RunSQL(CHARTERS, migrations.RunSQL.noop)]
