"""The Graph API of a Facebook page: sites.md section 5 and Meta's reference.

What a token is good for stands in its name, so that a test chooses the answer by its token:
``…-expired``, ``…-broken``, ``…-limited``, ``…-nearly``, ``…-stranger``; any other reads all.
"""

import base64
import json
from datetime import UTC, datetime
from typing import Any, ClassVar

from replica.answers import JSON, Answer, Asked, Part, listing
from replica.articles import Article
from replica.dice import Dice
from replica.profiles import Line, Profile
from replica.sites.channel import Channel
from replica.sites.site import Version

VERSION = "/v25.0/"


class FacebookPage(Channel):
    """One page; what is hidden stays in its list, what is deleted is gone at once."""

    host = "graph.facebook.com"
    aliases = ()
    robots: ClassVar[str] = "User-agent: *\nDisallow: /\n"
    page_name: ClassVar[str]
    page_id: ClassVar[str]

    def address(self, article: Article, tag: str) -> str:  # noqa: ARG002
        """https://www.facebook.com/PAGE-ID/posts/ID."""
        return f"https://www.facebook.com/{self.page_id}/posts/{article.number}"

    def serves(self, asked: Asked) -> bool:
        """By the node that the path names."""
        node = asked.path.removeprefix(VERSION).partition("/")[0].partition("_")[0]
        return node in {self.page_name, self.page_id}

    def respond(self, asked: Asked) -> Answer | None:
        """The list of posts or one post; an error where the token is good for nothing."""
        token = asked.headers.get("authorization", "").removeprefix("Bearer ")
        if problem := _problem(token):
            return problem
        node, _, edge = asked.path.removeprefix(VERSION).partition("/")
        if edge == "posts":
            return self._passing_fault(asked) or self._list(asked, token)
        for article, tag in self.listed():
            if node == f"{self.page_id}_{article.number}":
                return Answer(200, (Part(json.dumps(self._post(article, tag)).encode()),), JSON,
                              _used(token), sort="article")  # fmt: skip
        return _error(100, 33, "Unsupported get request. Object does not exist")

    def listed(self, tags: Any = ()) -> list[Version]:  # noqa: ARG002
        """All that is there, and what was hidden."""
        return [(a, a.tags[0]) for a in self.articles if not a.gone(self.now) or self._hidden(a)]

    def _hidden(self, article: Article) -> bool:
        return article.gone(self.now) and Dice(article.key, "hidden").chance(0.5)

    def _passing_fault(self, asked: Asked) -> Answer | None:
        if not self.newsroom.plan.quirks or asked.target in self._asked:
            return None
        self._asked.add(asked.target)
        if Dice(self.newsroom.plan.seed, asked.target, "fault").chance(0.2):
            return _error(2, 0, "An unexpected error has occurred", status=500)
        return None

    def _list(self, asked: Asked, token: str) -> Answer:
        size = min(int(asked.query.get("limit", "25")), 100)
        until = asked.query.get("until", "")
        last = datetime.fromtimestamp(int(until), UTC) if until else self.now
        posts = [one for one in self.listed() if one[0].published <= last]
        start, thinned = _position(asked.query.get("after", ""))
        shown, following = posts[start : start + size], _cursor(start + size)
        if self._thins(start, thinned=thinned):
            shown, following = [], _cursor(start, thinned=True)
        paging: dict[str, Any] = {}
        if posts:
            paging["cursors"] = {"before": _cursor(start), "after": following}
        reply = {"data": [self._post(*one) for one in shown], "paging": paging}
        if not shown or start + size < len(posts):
            paging["next"] = (
                f"https://{self.host}{asked.path}?access_token={token}&limit={size}"
                f"&after={following}"
            )
        plain = listing(json.dumps(reply), self.now, JSON)
        return Answer(200, plain.parts, JSON, _used(token), sort="listing", etag=plain.etag)

    def _thins(self, start: int, *, thinned: bool) -> bool:
        """Whether a page comes empty: what the viewer may not see is taken out after it is cut."""
        if thinned or not start or not self.newsroom.plan.quirks:
            return False
        return Dice(self.page_id, start).chance(0.5)

    def _post(self, article: Article, tag: str) -> dict[str, Any]:
        form = self.forms[article.key]
        dice = Dice(article.key, "form")
        changed = article.changed(self.now)
        post: dict[str, Any] = {
            "id": f"{self.page_id}_{article.number}",
            "created_time": _stamp(article.published),
            # comments change it too
            "updated_time": _stamp(self.now if dice.chance(0.3) else changed),
            "is_hidden": self._hidden(article),
            "permalink_url": self.address(article, tag),
        }
        if form in {"whole", "teaser"}:
            post["message"] = "\n\n".join(self.text(article, tag).paragraphs)
        else:
            post["story"] = f"{self.page_name} updated their cover photo."
        if form == "teaser":
            link = self.linked(article, tag)
            shared = {"media_type": "link", "title": "Ichki ishlar vazirligi"}
            post["attachments"] = {"data": [shared | {"unshimmed_url": link}]}
        elif form == "media" or dice.chance(0.4):
            post["attachments"] = {"data": [{"media_type": "photo"}]}
        return post


def _stamp(at: datetime) -> str:
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S+0000")


def _cursor(position: int, *, thinned: bool = False) -> str:
    return base64.urlsafe_b64encode(f"post:{position}:{int(thinned)}".encode()).decode()


def _position(cursor: str) -> tuple[int, bool]:
    if not cursor:
        return 0, False
    _, position, thinned = base64.urlsafe_b64decode(cursor).decode().split(":")
    return int(position), thinned == "1"


def _used(token: str) -> tuple[tuple[str, str], ...]:
    share = 97 if token.endswith("-nearly") else 12
    return (("X-App-Usage", json.dumps({"call_count": share, "total_time": 3})),)


def _problem(token: str) -> Answer | None:
    if not token:
        return _error(104, 0, "An access token is required to request this resource.")
    if token.endswith("-expired"):
        return _error(190, 463, "Error validating access token: Session has expired")
    if token.endswith("-broken"):
        return _error(190, 0, f"Malformed access token {token}")
    if token.endswith("-stranger"):
        return _error(10, 0, "This endpoint requires the 'pages_read_engagement' permission")
    if token.endswith("-limited"):
        limit = {"type": "pages", "call_count": 100, "estimated_time_to_regain_access": 17}
        header = ("X-Business-Use-Case-Usage", json.dumps({"4711": [limit]}))
        return _error(32, 0, "Page request limit reached", headers=(header,))
    return None


def _error(
    code: int, subcode: int, message: str, status: int = 400,
    headers: tuple[tuple[str, str], ...] = (),
) -> Answer:  # fmt: skip
    error = {"message": message, "type": "OAuthException", "code": code}
    said = {"error": error | ({"error_subcode": subcode} if subcode else {})}
    return Answer(status, (Part(json.dumps(said).encode()),), JSON, headers)


class IivFacebook(FacebookPage):
    """The ministry's page; its number is invented."""

    profile = Profile("facebook.iiv_uz", "social", (Line(("uz-Latn",)),))
    source = "gov.uz"
    page_name = "iiv.uz"
    page_id = "100064000000001"
    whole = 0.7
