from django.apps import AppConfig


class StakeholdersConfig(AppConfig):
    name = "stakeholders"

    def ready(self) -> None:
        """The city's page says what it is good at."""
        from stakeholders import growing, hooks  # noqa: F401, PLC0415 (models are ready only now)
