"""Sign-ins are slowed down: after several failures of a name or from an address one has to wait."""

from datetime import timedelta

from django.utils import timezone

from desk.accounts.models import FailedSignIn

WITHIN = timedelta(minutes=15)
MOST_OF_NAME = 5
MOST_OF_ADDRESS = 20
"""Failures within that time; of an address more, for an office may share one."""


def must_wait(name: str, address: str) -> bool:
    """Whether a name or an address has failed too often to be tried now."""
    recent = FailedSignIn.objects.filter(at__gte=timezone.now() - WITHIN)
    return (
        recent.filter(name=name.casefold()[:200]).count() >= MOST_OF_NAME
        or recent.filter(address=address).count() >= MOST_OF_ADDRESS
    )


def failed(name: str, address: str) -> None:
    """Remember a failure; forget those that no longer matter."""
    now = timezone.now()
    FailedSignIn.objects.filter(at__lt=now - WITHIN).delete()
    FailedSignIn.objects.create(at=now, name=name.casefold()[:200], address=address)


def succeeded(name: str) -> None:
    """Forget the failures of a name that signed in."""
    FailedSignIn.objects.filter(name=name.casefold()[:200]).delete()
