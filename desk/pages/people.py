"""People: who may sign in, their roles; the log of every change."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from desk.accounts.forms import REGIONS, NewPersonForm
from desk.accounts.models import ROLES, Change, Person, Token
from desk.roles import note, of_every_region, only, person_of
from desk.words import language_of, word

CHANGES = 300
"""Lines of the log that are shown."""


@only("administrator")
@of_every_region
def people(request: HttpRequest) -> HttpResponse:
    """Everybody; a form for one more; role, region and access of the others."""
    language = language_of(request)
    adding = request.method == "POST" and "username" in request.POST
    form = NewPersonForm(language, request.POST if adding else None)
    if adding and form.is_valid():
        made = form.made(form.cleaned_data["role"], form.cleaned_data["region"])
        note(request, "person_added", made.username, f"{made.role} {made.region}")
        return redirect("people")
    if request.method == "POST" and not adding:
        _change(request)
        return redirect("people")
    everybody = Person.objects.order_by("username")
    said = {"form": form, "everybody": everybody, "roles": ROLES, "regions": REGIONS}
    return render(request, "people.html", said)


def _change(request: HttpRequest) -> None:
    one = Person.objects.filter(pk=int("0" + "".join(
        filter(str.isdecimal, request.POST.get("person", ""))
    ))).first()  # fmt: skip
    role, region = request.POST.get("role", ""), request.POST.get("region", "")
    if one is None or role not in ROLES or region not in {"", *REGIONS}:
        return
    active = "active" in request.POST
    last = not Person.objects.filter(role="administrator", is_active=True).exclude(pk=one.pk)
    if last and (role != "administrator" or not active):
        messages.error(request, word("last_administrator", language_of(request)))
        return
    one.role, one.region, one.is_active = role, region, active
    one.save(update_fields=["role", "region", "is_active"])
    note(request, "person_changed", one.username, f"{role} {region} {active}")


@only("administrator")
@of_every_region
def tokens(request: HttpRequest) -> HttpResponse:
    """Tokens of the JSON API: give one, which is shown once, or take one back."""
    given = ""
    if request.method == "POST":
        name, region = request.POST.get("name", "").strip()[:140], request.POST.get("region", "")
        number = request.POST.get("token", "")
        if number.isdecimal():
            Token.objects.filter(pk=int(number)).delete()
            note(request, "token_taken_back", number)
            return redirect("tokens")
        if name and region in {"", *REGIONS}:
            given = Token.give(name, region, person_of(request).shown_name)
            note(request, "token_given", name, region)
    said = {"tokens": Token.objects.order_by("name"), "given": given, "regions": REGIONS}
    return render(request, "tokens.html", said)


@only("analyst")
@of_every_region
def changes(request: HttpRequest) -> HttpResponse:
    """Who did what, the latest first."""
    person_of(request)
    return render(request, "changes.html", {"changes": Change.objects.all()[:CHANGES]})
