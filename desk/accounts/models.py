"""People who work at the desk, what they changed, and sign-ins that failed."""

import hashlib
import secrets

from django.contrib.auth.models import AbstractUser
from django.db import models
from django.utils import timezone

ROLES = ("reader", "officer", "analyst", "administrator")
"""Each may do what those before it may: read; correct, add and import; close periods; see to
people and outlets."""


class Person(AbstractUser):
    """One who signs in. ``region`` (ISO code): sees and corrects that region alone; "" all."""

    role = models.CharField(max_length=20, choices=[(role, role) for role in ROLES])
    region = models.CharField(max_length=5, blank=True, default="")
    language = models.CharField(max_length=12, default="uz-Latn")

    @property
    def shown_name(self) -> str:
        """By which decisions are signed."""
        return self.get_full_name().strip() or self.username

    def may(self, role: str) -> bool:
        """Whether this role, or one above it, is theirs."""
        return self.is_active and ROLES.index(self.role) >= ROLES.index(role)


class Change(models.Model):
    """One line of the log of changes: who did what to what, and when (UTC)."""

    at = models.DateTimeField(auto_now_add=True, db_index=True)
    person = models.CharField(max_length=200)
    what = models.CharField(max_length=40)
    about = models.CharField(max_length=400, blank=True)
    detail = models.TextField(blank=True)

    class Meta:
        """The newest first."""

        ordering = ("-id",)


class Token(models.Model):
    """By which another system reads the API; only its digest is kept. ``region`` as a person's."""

    name = models.CharField(max_length=140)
    digest = models.CharField(max_length=64, unique=True)
    region = models.CharField(max_length=5, blank=True, default="")
    given_by = models.CharField(max_length=200)
    given_at = models.DateTimeField(auto_now_add=True)
    last_used = models.DateField(null=True, blank=True)

    @classmethod
    def give(cls, name: str, region: str, given_by: str) -> str:
        """Make a token; what is returned is shown once and kept nowhere."""
        token = secrets.token_urlsafe(32)
        cls.objects.create(name=name, digest=_digest(token), region=region, given_by=given_by)
        return token

    @classmethod
    def known(cls, token: str) -> "Token | None":
        """The token that was given, if it was and is not taken back."""
        found = cls.objects.filter(digest=_digest(token)).first()
        day = timezone.localdate()
        if found is not None and found.last_used != day:
            found.last_used = day
            found.save(update_fields=["last_used"])
        return found


def _digest(token: str) -> str:
    return hashlib.sha256(token.encode("utf-8", "replace")).hexdigest()


class FailedSignIn(models.Model):
    """A sign-in that failed: too many of a name or from an address, and one has to wait."""

    at = models.DateTimeField(db_index=True)
    name = models.CharField(max_length=200, db_index=True)
    address = models.CharField(max_length=64, db_index=True)
