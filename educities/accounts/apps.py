from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "educities.accounts"
