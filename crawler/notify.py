"""Sends a message to where the operator wants it: e-mail, Telegram and whatever apprise knows."""

import os

VARIABLE = "YORITISH_NOTIFY"
"""Environment variable: apprise addresses (mailto://…, tgram://TOKEN/CHAT), apart by spaces."""

LONGEST = 3500
"""Characters in one message: Telegram takes 4096."""


class NotSent(RuntimeError):
    """A message that reached nobody; says to how many addresses it was sent."""


def addresses() -> list[str]:
    """Where messages go; empty where nobody wants any."""
    return os.environ.get(VARIABLE, "").split()


def send(title: str, text: str) -> int:
    """Send a message to every address; returns to how many it was sent.

    Raises:
        NotSent: an address cannot be used, or did not take it. Addresses are not named: they
            hold passwords.
    """
    wanted = addresses()
    if not wanted:
        return 0
    import apprise

    sender = apprise.Apprise()
    for number, address in enumerate(wanted, start=1):
        if not sender.add(address):
            raise NotSent(f"{VARIABLE}: address {number} of {len(wanted)} cannot be used")
    for piece in pieces(text):
        if not sender.notify(title=title, body=piece):
            raise NotSent(f"{VARIABLE}: not every one of {len(wanted)} addresses took the message")
    return len(wanted)


def pieces(text: str) -> list[str]:
    """A text in pieces short enough to be sent, cut between lines."""
    made: list[str] = []
    piece = ""
    for line in text.splitlines(keepends=True):
        if piece and len(piece) + len(line) > LONGEST:
            made.append(piece)
            piece = ""
        piece += line[:LONGEST]
    return [*made, piece] if piece or not made else made
