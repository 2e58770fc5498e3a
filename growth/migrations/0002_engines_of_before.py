from django.db import migrations

from growth.migrations._sql import ROWS


class Migration(migrations.Migration):
    """Where cities want to grow already is a growth engine too."""

    dependencies = [("growth", "0001_initial")]

    operations = [*ROWS]
