"""Signing in and out, the first administrator, one's password, the language."""

from django import forms
from django.conf import settings
from django.contrib.auth import authenticate, login, logout, update_session_auth_hash
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST

from desk.accounts.forms import PersonForm
from desk.accounts.models import Change, Person
from desk.accounts.throttle import failed, must_wait, succeeded
from desk.roles import note, person_of
from desk.words import COOKIE, language_of, word
from reports.labels import LANGUAGES


def first_run(request: HttpRequest) -> HttpResponse:
    """Make the administrator; only while there is nobody."""
    if Person.objects.exists():
        return redirect("today")
    language = language_of(request)
    form = PersonForm(language, request.POST or None)
    if request.method == "POST" and form.is_valid():
        person = form.made("administrator")
        Change.objects.create(person=person.shown_name, what="first_run", about=person.username)
        login(request, person)
        return redirect("today")
    return render(request, "first_run.html", {"form": form})


@sensitive_post_parameters("password")
def sign_in(request: HttpRequest) -> HttpResponse:
    """Sign in; the same answer whether the name or the password is wrong."""
    if request.user.is_authenticated:
        return redirect("today")
    language = language_of(request)
    wrong, status = "", 200
    name = request.POST.get("username", "")[:200]
    if request.method == "POST":
        address = request.META.get("REMOTE_ADDR", "")
        if must_wait(name, address):
            wrong, status = word("sign_in_wait", language), 429
        else:
            person = authenticate(
                request, username=name, password=request.POST.get("password", "")[:200]
            )
            if isinstance(person, Person):
                succeeded(name)
                login(request, person)
                return redirect(_safe(request))
            failed(name, address)
            wrong, status = word("sign_in_wrong", language), 400
    said = {"wrong": wrong, "name": name, "next": request.GET.get("next", "")}
    return render(request, "sign_in.html", said, status=status)


def _safe(request: HttpRequest) -> str:
    """Where somebody wanted to go, if it is a page of the desk."""
    wanted = request.POST.get("next", "")
    inside = url_has_allowed_host_and_scheme(
        wanted, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    return wanted if inside and wanted.startswith("/") else "/"


@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    """End the session."""
    logout(request)
    return redirect("sign-in")


@sensitive_post_parameters()
def password(request: HttpRequest) -> HttpResponse:
    """Change one's own password; other sessions of the same person end."""
    person, language = person_of(request), language_of(request)
    form = PersonForm(language, request.POST or None)
    del form.fields["username"], form.fields["name"]
    form.fields["old"] = forms.CharField(
        label=word("field_old", language), strip=False, max_length=200,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )  # fmt: skip
    form.order_fields(["old", "password", "again"])
    if request.method == "POST" and form.is_valid():
        if person.check_password(form.cleaned_data["old"]):
            person.set_password(form.cleaned_data["password"])
            person.save()
            update_session_auth_hash(request, person)
            note(request, "password", person.username)
            return redirect("today")
        form.add_error("old", word("sign_in_wrong", language))
    return render(request, "password.html", {"form": form})


@require_POST
def language(request: HttpRequest) -> HttpResponse:
    """Remember the language in which somebody reads."""
    response = redirect(_safe(request))
    chosen = request.POST.get("language", "")
    if chosen in LANGUAGES:
        response.set_cookie(
            COOKIE, chosen, max_age=365 * 24 * 3600, httponly=True, samesite="Lax",
            secure=settings.HTTPS,
        )  # fmt: skip
        if isinstance(request.user, Person):
            request.user.language = chosen
            request.user.save(update_fields=["language"])
    return response
