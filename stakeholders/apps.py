from django.apps import AppConfig


class StakeholdersConfig(AppConfig):
    name = "stakeholders"

    def ready(self) -> None:
        """Who joins a city by invitation has a profile there."""
        from cities.actions.invitations import ON_JOINED  # noqa: PLC0415 (models are ready only now)
        from stakeholders.joined import make_profile  # noqa: PLC0415

        if make_profile not in ON_JOINED:
            ON_JOINED.append(make_profile)
