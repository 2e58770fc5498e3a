from django.apps import AppConfig


class ConsentsConfig(AppConfig):
    name = "consents"

    def ready(self) -> None:
        """What apps below ask is answered."""
        from consents import hooks  # noqa: F401, PLC0415 (models are ready only now)
