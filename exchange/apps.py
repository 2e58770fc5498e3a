from django.apps import AppConfig


class ExchangeConfig(AppConfig):
    name = "exchange"

    def ready(self) -> None:
        """Navigation, the record of acts and what the city keeps of a person know what the exchange answers."""
        from exchange import hooks  # noqa: F401, PLC0415 (models are ready only now)
