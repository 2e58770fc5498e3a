from django.apps import AppConfig


class ChallengesConfig(AppConfig):
    name = "challenges"

    def ready(self) -> None:
        """A guardian's answer reaches participations and ideas; blocks of the model may cite what residents said."""
        from challenges import citable, hooks, panels  # noqa: F401, PLC0415 (models are ready only now)
