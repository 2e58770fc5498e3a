from django.apps import AppConfig


class AcceleratorConfig(AppConfig):
    name = "accelerator"

    def ready(self) -> None:
        """Meetings, navigation and mails know what the accelerator answers."""
        from accelerator import hooks  # noqa: F401, PLC0415 (models are ready only now)
