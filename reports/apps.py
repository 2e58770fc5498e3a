from django.apps import AppConfig


class ReportsConfig(AppConfig):
    name = "reports"

    def ready(self) -> None:
        """What apps below ask is answered."""
        from reports import hooks  # noqa: F401, PLC0415 (models are ready only now)
