from django.apps import AppConfig


class StakeholdersConfig(AppConfig):
    name = "stakeholders"

    def ready(self) -> None:
        """What apps below ask is answered."""
        from stakeholders import hooks  # noqa: F401, PLC0415 (models are ready only now)
