from django.apps import AppConfig


class KitConfig(AppConfig):
    name = "educities.kit"

    def ready(self) -> None:
        """The settings are looked at before anybody is served."""
        from educities import settings_guard  # noqa: F401, PLC0415 (registers its check)
