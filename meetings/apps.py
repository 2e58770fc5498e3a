from django.apps import AppConfig


class MeetingsConfig(AppConfig):
    name = "meetings"

    def ready(self) -> None:
        """The worker that ticks knows the reminders too."""
        from meetings import reminders  # noqa: F401, PLC0415 (models are ready only now)
