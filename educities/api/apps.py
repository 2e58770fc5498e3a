from django.apps import AppConfig


class ApiConfig(AppConfig):
    name = "educities.api"

    def ready(self) -> None:
        """The event log's scope is among the scopes."""
        from educities.api import hooks  # noqa: F401, PLC0415 (models are ready only now)
