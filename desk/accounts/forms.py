"""Forms of people and passwords."""

from typing import Any

from django import forms
from django.contrib.auth import password_validation
from django.core.exceptions import ValidationError

from desk.accounts.models import ROLES, Person
from desk.words import word
from reports.labels import Language, label

REGIONS = (
    "UZ-TK", "UZ-TO", "UZ-AN", "UZ-BU", "UZ-FA", "UZ-JI", "UZ-NG", "UZ-NW", "UZ-QA", "UZ-QR",
    "UZ-SA", "UZ-SI", "UZ-SU", "UZ-XO",
)  # fmt: skip


class PersonForm(forms.Form):
    """A new person: a name to sign in by, the name decisions are signed with, a password."""

    username = forms.RegexField(r"^[\w.@-]{2,60}$", max_length=60)
    name = forms.CharField(max_length=140)
    password = forms.CharField(max_length=200, strip=False, widget=forms.PasswordInput)
    again = forms.CharField(max_length=200, strip=False, widget=forms.PasswordInput)

    def __init__(self, language: Language, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.language = language
        for field in self.fields:
            self.fields[field].label = word(f"field_{field}", language)
            self.fields[field].error_messages["required"] = word("is_needed", language)
        username = self.fields["username"]
        username.label = f"{username.label} ({word('no_spaces', language)})"
        username.error_messages["invalid"] = word("bad_username", language)
        for field in ("password", "again"):
            self.fields[field].widget.attrs["autocomplete"] = "new-password"

    def clean(self) -> dict[str, Any]:
        """Both passwords are the same and good enough, and the name is free."""
        said: dict[str, Any] = super().clean() or {}
        if said.get("password") != said.get("again"):
            raise ValidationError(word("passwords_differ", self.language))
        if Person.objects.filter(username__iexact=said.get("username", "")).exists():
            self.add_error("username", word("name_taken", self.language))
        try:
            password_validation.validate_password(
                said.get("password", ""), Person(username=said.get("username", ""))
            )
        except ValidationError as error:
            self.add_error("password", word("weak_password", self.language))
            del error
        return said

    def made(self, role: str, region: str = "") -> Person:
        """Keep the person."""
        said = self.cleaned_data
        person = Person(
            username=said["username"], first_name=said["name"], role=role, region=region,
            language=self.language,
        )  # fmt: skip
        person.set_password(said["password"])
        person.save()
        return person


class NewPersonForm(PersonForm):
    """The same with role and region, as an administrator gives them."""

    role = forms.ChoiceField()
    region = forms.ChoiceField(required=False)

    def __init__(self, language: Language, *args: Any, **kwargs: Any) -> None:
        super().__init__(language, *args, **kwargs)
        role, region = self.fields["role"], self.fields["region"]
        if isinstance(role, forms.ChoiceField) and isinstance(region, forms.ChoiceField):
            role.choices = [(one, word(f"role_{one}", language)) for one in ROLES]
            every = ("", word("every_region", language))
            region.choices = [every, *((one, label("region", one, language)) for one in REGIONS)]
