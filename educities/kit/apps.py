from django.apps import AppConfig


class KitConfig(AppConfig):
    name = "educities.kit"

    def ready(self) -> None:
        """The settings and what apps answer to each other are checked; state machines are known."""
        from educities import settings_guard  # noqa: F401, PLC0415 (registers its check)
        from educities.kit import checks  # noqa: F401, PLC0415 (registers its check)
        from educities.kit.states import register_state_machines  # noqa: PLC0415 (models are ready only now)

        register_state_machines()
