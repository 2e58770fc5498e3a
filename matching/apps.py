from django.apps import AppConfig


class MatchingConfig(AppConfig):
    name = "matching"

    def ready(self) -> None:
        """Strengths, navigation, mails and erasure know what matching answers."""
        from matching import hooks  # noqa: F401, PLC0415 (models are ready only now)
