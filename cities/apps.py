from django.apps import AppConfig


class CitiesConfig(AppConfig):
    name = "cities"

    def ready(self) -> None:
        """What apps below ask is answered."""
        from cities import hooks  # noqa: F401, PLC0415 (models are ready only now)
