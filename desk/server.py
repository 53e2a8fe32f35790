"""Starts the desk: its tables are brought up to date, then pages are served."""

import os

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "desk.settings")

import django
from django.core.management import call_command
from django.core.wsgi import get_wsgi_application

application = get_wsgi_application()

THREADS = 8
"""Pages that are made at once."""


def prepare() -> None:
    """Bring the desk's own tables up to date."""
    django.setup()
    call_command("migrate", verbosity=0, interactive=False)


def serve(host: str, port: int) -> None:
    """Serve pages until the process is ended.

    Raises:
        OSError: the address is in use, or may not be listened at.
    """
    from django.conf import settings
    from waitress import serve as listen

    prepare()
    # of anybody else these headers are taken away: who asks would be whoever they say they are
    told = {"x-forwarded-for", "x-forwarded-proto"} if settings.PROXY else set()
    # an answer waits no longer than a report takes to be made
    listen(
        application, host=host, port=port, threads=THREADS, ident="", channel_timeout=900,
        max_request_body_size=100 * 1024 * 1024,
        trusted_proxy=settings.PROXY, trusted_proxy_headers=told,
    )  # fmt: skip
