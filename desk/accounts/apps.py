"""Registers the accounts with Django."""

from django.apps import AppConfig


class Accounts(AppConfig):
    """The desk's own tables."""

    name = "desk.accounts"
    label = "accounts"
