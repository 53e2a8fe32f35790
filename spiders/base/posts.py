"""What posts of channels and pages have in common: they have no title, and say no time of edit."""

import hashlib
import re

from storage.records import Reading

LONGEST_TITLE = 150
"""Characters of a post's first line or sentence that are taken for its title."""

_SENTENCE = re.compile(r"(.+?[.!?…])(?=\s|$)", re.DOTALL)
_WORDS = re.compile(r"[^\W_]")


def title_of_post(text: str) -> str:
    """The title of a post, which has none: its first line, of a long one its first sentence.

    A line without a letter (emoji, dashes) is passed over. What is still too long is cut after a
    whole word and marked with "…". The body keeps the whole text, so that nothing is lost by it.
    """
    lines = (" ".join(line.split()) for line in text.splitlines())
    line = next((line for line in lines if _WORDS.search(line)), "")
    if len(line) <= LONGEST_TITLE:
        return line
    sentence = _SENTENCE.match(line)
    if sentence and len(sentence[1]) <= LONGEST_TITLE:
        return sentence[1]
    return line[:LONGEST_TITLE].rpartition(" ")[0].rstrip(",;:–—- ") + "…"


def paragraphs_of(text: str) -> str:
    """A text as it was typed, as bodies are: paragraphs apart by one blank line; "" wordless."""
    if not _WORDS.search(text):
        return ""
    lines = "\n".join(line.strip() for line in text.splitlines())
    return re.sub(r"\n{3,}", "\n\n", lines).strip()


def mark_of(reading: Reading) -> str:
    """What differs between two states of a post: its text, not its views."""
    said = f"{reading.title}\n{reading.body}\n{reading.is_article}"
    return hashlib.blake2b(said.encode(errors="replace"), digest_size=6).hexdigest()
