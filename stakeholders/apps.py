from django.apps import AppConfig


class StakeholdersConfig(AppConfig):
    name = "stakeholders"

    def ready(self) -> None:
        """Who joins a city by invitation has a profile there; the city's page says what it is good at."""
        from cities.actions.invitations import ON_JOINED  # noqa: PLC0415 (models are ready only now)
        from educities.activity.names import NAMED_BY  # noqa: PLC0415
        from stakeholders import growing, hooks  # noqa: F401, PLC0415
        from stakeholders.joined import grown_up_names, make_profile  # noqa: PLC0415

        if make_profile not in ON_JOINED:
            ON_JOINED.append(make_profile)
        if grown_up_names not in NAMED_BY:
            NAMED_BY.append(grown_up_names)
