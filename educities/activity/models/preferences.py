from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from educities.tenancy.models import CityModel


class MailStop(CityModel):
    """A person wants no mail about this topic from this city. The notices on the platform remain."""

    user = models.ForeignKey("accounts.User", models.CASCADE, related_name="+")
    topic = models.CharField(max_length=20)
    stopped_at = models.DateTimeField(auto_now_add=True)

    DATA: ClassVar = {"internal": "stopped_at", "personal": "topic"}

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["city", "user", "topic"],
                name="activity_mail_stop_once",
                violation_error_code="topic",
                violation_error_message=_("These emails are stopped already."),
            ),
        )

    def __str__(self) -> str:
        return self.topic


class DigestMark(CityModel):
    """Up to when the weekly email has told this person what happened, and on which day of the week they get it."""

    user = models.ForeignKey("accounts.User", models.CASCADE, related_name="+")
    weekday = models.PositiveSmallIntegerField(_("day of the week"), default=4)
    told_until = models.DateTimeField(null=True)
    # Emails that can wait a week do not go by themselves: their news stand in the weekly one.
    holds_all = models.BooleanField(_("all emails in one, once a week"), default=False, db_default=False)

    DATA: ClassVar = {"internal": "told_until", "personal": "weekday holds_all"}

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["city", "user"],
                name="activity_digest_mark_once",
                violation_error_code="user",
                violation_error_message=_("This is there already."),
            ),
            models.CheckConstraint(
                condition=models.Q(weekday__lte=6),
                name="activity_digest_weekday",
                violation_error_code="weekday",
                violation_error_message=_("Choose a day of the week."),
            ),
        )

    def __str__(self) -> str:
        return f"{self.user_id} {self.weekday}"
