from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("challenges", "0001_initial")]

    operations = [
        migrations.AddField(
            model_name="contribution",
            name="hidden_rule",
            field=models.CharField(
                blank=True,
                choices=[
                    ("people", "speaks about a person who has not agreed"),
                    ("kindness", "hurts or belittles somebody"),
                    ("question", "does not answer the question"),
                    ("advertising", "advertises a product or a party"),
                    ("safety", "could put somebody in danger"),
                    ("other", "another reason"),
                    ("consent", "waits for a guardian"),
                ],
                default="",
                editable=False,
                max_length=12,
            ),
            preserve_default=False,
        ),
    ]
