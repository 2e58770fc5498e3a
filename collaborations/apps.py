from django.apps import AppConfig


class CollaborationsConfig(AppConfig):
    name = "collaborations"

    def ready(self) -> None:
        """Gates, search, navigation and mails know what collaborations answer."""
        from collaborations import hooks  # noqa: F401, PLC0415 (models are ready only now)
