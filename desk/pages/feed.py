"""A saved view as an Atom feed (RFC 4287), for readers of news."""

from xml.etree import ElementTree as ET

from django.http import Http404, HttpRequest, HttpResponse

from desk.ledger import ledger_of, today
from desk.roles import only, person_of
from pipelines.counting import counting_rules
from storage.times import to_text
from storage.views import UnknownView, feed_of, view_of

_ATOM = "http://www.w3.org/2005/Atom"


@only("reader")
def feed(request: HttpRequest, number: int) -> HttpResponse:
    """The newest appearances of a view."""
    person, ledger = person_of(request), ledger_of(request)
    try:
        view = view_of(ledger, person.username, number)
    except UnknownView as error:
        raise Http404(str(error)) from error
    told = feed_of(ledger, counting_rules(), view, today())
    ET.register_namespace("", _ATOM)
    root = ET.Element(f"{{{_ATOM}}}feed")

    def add(parent: ET.Element, name: str, text: str = "", **attributes: str) -> None:
        clean = "".join(c for c in text if c >= " " or c in "\n\t")
        ET.SubElement(parent, f"{{{_ATOM}}}{name}", attributes).text = clean

    add(root, "id", told.id)
    add(root, "title", told.title)
    add(root, "updated", to_text(told.updated_at))
    add(root, "link", rel="self", href=request.build_absolute_uri())
    for entry in told.entries:
        one = ET.SubElement(root, f"{{{_ATOM}}}entry")
        add(one, "id", entry.id)
        add(one, "title", entry.title)
        add(one, "link", rel="alternate", href=entry.url)
        add(one, "updated", to_text(entry.updated_at))
        add(one, "published", to_text(entry.published_at))
        author = ET.SubElement(one, f"{{{_ATOM}}}author")
        add(author, "name", entry.outlet_name)
        add(one, "summary", entry.summary)
    text = ET.tostring(root, encoding="utf-8", xml_declaration=True)
    return HttpResponse(text, content_type="application/atom+xml; charset=utf-8")
