from typing import ClassVar

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class Erasure(models.Model):
    """The ledger: who was erased, by number alone, so that a backup of before that is restored is erased once more.

    A number may be given anew after a restore: the moment at which the erased row was made says that it is the same one.
    `city_number`: where a person left one city; None = the account of all cities. `is_city`: the number is that of a city
    that was removed with all it had.
    """

    number = models.BigIntegerField()
    row_made_at = models.DateTimeField()
    city_number = models.BigIntegerField(null=True)
    keeps_texts = models.BooleanField(default=False)
    is_city = models.BooleanField(default=False, db_default=False)
    at = models.DateTimeField(default=timezone.now)

    DATA: ClassVar = {"internal": "number row_made_at city_number keeps_texts is_city at"}

    class Meta:
        ordering = ("pk",)
        constraints = (
            models.UniqueConstraint(
                fields=["number", "row_made_at", "city_number"],
                name="accounts_erasure_once",
                violation_error_code="number",
                violation_error_message=_("This is there already."),
                nulls_distinct=False,
            ),
        )

    def __str__(self) -> str:
        return f"erasure {self.pk}"
