from django.apps import AppConfig


class ChallengesConfig(AppConfig):
    name = "challenges"

    def ready(self) -> None:
        """What apps below ask is answered."""
        from challenges import hooks  # noqa: F401, PLC0415 (models are ready only now)
