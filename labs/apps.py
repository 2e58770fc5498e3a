from django.apps import AppConfig


class LabsConfig(AppConfig):
    name = "labs"

    def ready(self) -> None:
        """What apps below ask is answered."""
        from labs import checks, hooks  # noqa: F401, PLC0415 (models are ready only now)
