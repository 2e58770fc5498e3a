from django.apps import AppConfig


class ActivityConfig(AppConfig):
    name = "educities.activity"

    def ready(self) -> None:
        """What apps below ask is answered."""
        from educities.activity import hooks  # noqa: F401, PLC0415 (models are ready only now)
