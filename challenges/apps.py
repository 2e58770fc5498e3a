from django.apps import AppConfig


class ChallengesConfig(AppConfig):
    name = "challenges"

    def ready(self) -> None:
        """A guardian's answer reaches participations and ideas; blocks of the model may cite what residents said."""
        from challenges import hooks, panels  # noqa: F401, PLC0415 (models are ready only now)
        from challenges.actions.consents import consent_changed  # noqa: PLC0415
        from educities.accounts.actions import ON_CONSENT_CHANGED  # noqa: PLC0415

        ON_CONSENT_CHANGED.append(consent_changed)
