from django.apps import AppConfig


class CitiesConfig(AppConfig):
    name = "cities"

    def ready(self) -> None:
        """Partners' programs are asked whether a director answers for them."""
        from cities import hooks  # noqa: F401, PLC0415 (models are ready only now)
