"""What is shown when a page is not allowed, not there, or went wrong."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


def not_allowed(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """The person may not see the page, or the form is not of this session."""
    del exception
    return render(request, "403.html", status=403)


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """There is no such page, or it is another region's."""
    del exception
    return render(request, "404.html", status=404)


def went_wrong(request: HttpRequest) -> HttpResponse:
    """A fault of the program, told in the log."""
    return render(request, "500.html", status=500)


def not_of_this_session(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form that was not made for this session (CSRF)."""
    del reason
    return not_allowed(request)
