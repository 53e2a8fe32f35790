"""Options of every command that asks outlets for pages."""

from typing import Annotated

import typer

Operator = Annotated[
    str, typer.Option(envvar="YORITISH_OPERATOR", help="E-mail that outlets may write to.")
]
Timeout = Annotated[
    float, typer.Option(min=0.1, max=600, help="Seconds until a request is given up.")
]
