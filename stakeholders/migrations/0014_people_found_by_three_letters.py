from django.db import migrations

from stakeholders.migrations._enterer import create_function, drop_function, guard_table
from stakeholders.migrations._people_index import create_index, drop_index


class Migration(migrations.Migration):

    dependencies = [
        ('stakeholders', '0013_areas_of_a_city'),
    ]

    operations = [
        migrations.RunPython(create_index, drop_index),
        migrations.RunPython(create_function, drop_function),
        guard_table('stakeholders_strengthclaim', 'entered_by_id'),
    ]
