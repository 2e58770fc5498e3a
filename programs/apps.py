from django.apps import AppConfig


class ProgramsConfig(AppConfig):
    name = "programs"

    def ready(self) -> None:
        """Partners' programs may be allowed to read and enter figures."""
        from programs import hooks  # noqa: F401, PLC0415 (models are ready only now)
