from django.apps import AppConfig


class MeetingsConfig(AppConfig):
    name = "meetings"

    def ready(self) -> None:
        """What apps below ask is answered."""
        from meetings import hooks  # noqa: F401, PLC0415 (models are ready only now)
