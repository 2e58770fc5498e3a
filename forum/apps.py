from django.apps import AppConfig


class ForumConfig(AppConfig):
    name = "forum"

    def ready(self) -> None:
        """Meetings, navigation, mails and the agenda know what the forum answers."""
        from forum import hooks  # noqa: F401, PLC0415 (models are ready only now)
