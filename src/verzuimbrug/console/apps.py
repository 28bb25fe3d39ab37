"""The console as a Django app without tables: it brings templates, texts and the style sheet."""

from django.apps import AppConfig


class ConsoleConfig(AppConfig):
    """Where Django finds the pages."""

    name = "verzuimbrug.console"
