from django.apps import AppConfig


class JourneysConfig(AppConfig):
    name = "journeys"

    def ready(self) -> None:
        """Gates, cohort pages and blocks of the model know what journeys answer."""
        from journeys import hooks  # noqa: F401, PLC0415 (models are ready only now)
