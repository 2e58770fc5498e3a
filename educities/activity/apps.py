from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class ActivityConfig(AppConfig):
    name = "educities.activity"

    def ready(self) -> None:
        """Every app's `verbs.py` is read, so that the register is whole before the first record."""
        autodiscover_modules("verbs")
