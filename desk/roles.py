"""Who may do what: roles are checked where a page begins."""

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse

from desk.accounts.models import Change, Person
from storage.connection import Connection

P = ParamSpec("P")
Page = Callable[Concatenate[HttpRequest, P], HttpResponse]


def person_of(request: HttpRequest) -> Person:
    """Who is signed in.

    Raises:
        PermissionDenied: nobody is.
    """
    if not isinstance(request.user, Person):
        raise PermissionDenied
    return request.user


def visible(ledger: Connection, region: str, publication: str) -> bool:
    """Whether there is such a publication, and it is of the region where one is given."""
    row = ledger.execute("SELECT region FROM publications WHERE id = ?", (publication,)).fetchone()
    return row is not None and (not region or row["region"] == region)


def only(role: str) -> Callable[[Page[P]], Page[P]]:
    """A page for people of a role and of those above it; others get "not allowed" (403)."""

    def guarded(page: Page[P]) -> Page[P]:
        @wraps(page)
        def checked(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
            if not person_of(request).may(role):
                raise PermissionDenied
            return page(request, *args, **kwargs)

        return checked

    return guarded


def of_every_region(page: Page[P]) -> Page[P]:
    """A page about the whole ministry: not for people of one region (403)."""

    @wraps(page)
    def checked(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        if person_of(request).region:
            raise PermissionDenied
        return page(request, *args, **kwargs)

    return checked


def note(request: HttpRequest, what: str, about: str = "", detail: str = "") -> None:
    """Write a line into the log of changes."""
    Change.objects.create(
        person=person_of(request).shown_name, what=what, about=about[:400], detail=detail[:4000]
    )
