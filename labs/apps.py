from django.apps import AppConfig


class LabsConfig(AppConfig):
    name = "labs"

    def ready(self) -> None:
        """The worker that ticks knows the reminders too."""
        from labs import hooks, reminders  # noqa: F401, PLC0415 (models are ready only now)
