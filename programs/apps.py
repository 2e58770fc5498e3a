from django.apps import AppConfig


class ProgramsConfig(AppConfig):
    name = "programs"

    def ready(self) -> None:
        """What apps below ask is answered."""
        from programs import hooks  # noqa: F401, PLC0415 (models are ready only now)
