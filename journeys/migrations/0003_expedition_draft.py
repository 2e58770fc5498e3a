from django.db import migrations, models

from educities.kit.operations import change_words


class Migration(migrations.Migration):
    dependencies = [("journeys", "0002_reword_labels")]

    operations = change_words([
        migrations.AlterField(
            model_name="expedition",
            name="state",
            field=models.CharField(
                choices=[
                    ("idea", "draft"),
                    ("planned", "planned"),
                    ("approved", "approved"),
                    ("underway", "under way"),
                    ("returned", "returned"),
                    ("learned", "learned"),
                    ("published", "published"),
                    ("cancelled", "cancelled"),
                ],
                default="idea",
                max_length=10,
                verbose_name="state",
            ),
        ),
    ])
