from django.db import migrations

from stakeholders.migrations._enterer import guard_table


class Migration(migrations.Migration):

    dependencies = [
        ('meetings', '0006_marks_go_with_merged_people'),
        ('stakeholders', '0014_people_found_by_three_letters'),
    ]

    operations = [guard_table('meetings_attendance', 'by_id')]
