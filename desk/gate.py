"""Nobody sees a page without signing in; before there is anybody, the first-run page is shown."""

from collections.abc import Callable

from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect

from desk.accounts.models import Person

OPEN = frozenset({"sign-in", "first-run", "language"})
"""Names of pages that are shown to anybody."""


class Gate:
    """Leads to the first-run page, to signing in, or lets through."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response
        self._somebody = False

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer."""
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: object, args: object, kwargs: object
    ) -> HttpResponseBase | None:
        """What is shown instead of the page that was asked for; None for the page itself."""
        del view, args, kwargs
        match = request.resolver_match
        if match is not None and match.namespace == "api":
            # it asks for a token instead
            return None
        name = match.url_name if match is not None else ""
        self._somebody = self._somebody or Person.objects.exists()
        if not self._somebody:
            return None if name in {"first-run", "language"} else redirect("first-run")
        if name in OPEN or request.user.is_authenticated:
            return None
        return redirect_to_login(request.get_full_path())
