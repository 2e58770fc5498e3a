from django.apps import AppConfig


class LibraryConfig(AppConfig):
    name = "library"

    def ready(self) -> None:
        """What apps below ask is answered."""
        from library import hooks  # noqa: F401, PLC0415 (models are ready only now)
