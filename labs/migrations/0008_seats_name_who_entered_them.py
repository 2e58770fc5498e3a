from django.db import migrations

from stakeholders.migrations._enterer import guard_table


class Migration(migrations.Migration):

    dependencies = [
        ('labs', '0007_who_wrote_a_seat_down'),
        ('stakeholders', '0014_people_found_by_three_letters'),
    ]

    operations = [guard_table('labs_cohortmember', 'entered_by_id')]
