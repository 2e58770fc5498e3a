from django.apps import AppConfig


class TenancyConfig(AppConfig):
    name = "educities.tenancy"

    def ready(self) -> None:
        """Every connection that serves people carries the city of the scope with each statement."""
        from educities.tenancy import checks  # noqa: F401, PLC0415 (registers the system checks)
        from educities.tenancy.scope import install_city_wrapper  # noqa: PLC0415 (needs the settings)

        install_city_wrapper()
