"""What a template prints for a name that its page does not have."""


class UnknownName(str):
    """Django's ``string_if_invalid`` that fails the page instead of leaving a gap in it.

    Django prints nothing for an unknown name, so a renamed field goes unseen. Django asks whether
    the string has a "%s" and fills the name in; here that is the error.
    """

    __slots__ = ()

    def __new__(cls) -> "UnknownName":
        """It is "%s", for Django takes a string only."""
        return super().__new__(cls, "%s")

    def __mod__(self, name: object) -> str:
        """Raises:
        LookupError: always, with the name."""
        raise LookupError(f"the template names {name}, which its page does not have")
