from django.apps import AppConfig


class NetworkMapConfig(AppConfig):
    name = "network_map"

    def ready(self) -> None:
        """Navigation, personal data and erasure know what the map answers."""
        from network_map import hooks  # noqa: F401, PLC0415 (models are ready only now)
