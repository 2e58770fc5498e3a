from django.apps import AppConfig


class GrowthConfig(AppConfig):
    name = "growth"

    def ready(self) -> None:
        """Navigation, search, mails and the areas of a city know what growth engines answer."""
        from growth import hooks  # noqa: F401, PLC0415 (models are ready only now)
