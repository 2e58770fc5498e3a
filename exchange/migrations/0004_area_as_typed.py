from django.db import migrations, models


class Migration(migrations.Migration):
    """A card keeps what was typed as its area and is none of the vocabulary."""

    dependencies = [("exchange", "0003_both_halves_of_a_handshake")]

    operations = [
        migrations.AddField(
            model_name="card",
            name="area_words",
            field=models.CharField(blank=True, db_default="", default="", max_length=140, verbose_name="area"),
        ),
    ]
