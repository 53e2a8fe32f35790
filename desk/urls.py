"""The desk's addresses."""

from django.urls import path
from django.urls.resolvers import URLPattern, URLResolver

from desk.api import api
from desk.pages import (
    adding,
    calendar,
    checks,
    coverage,
    feed,
    missed,
    outlets,
    own_outlets,
    people,
    plan,
    publication,
    queue,
    quotes,
    reports,
    rules,
    sign_in,
    story,
    today,
)

handler403 = "desk.errors.not_allowed"
handler404 = "desk.errors.not_found"
handler500 = "desk.errors.went_wrong"

urlpatterns: list[URLPattern | URLResolver] = [
    path("api/", api.urls),
    path("", today.today_page, name="today"),
    path("first-run", sign_in.first_run, name="first-run"),
    path("sign-in", sign_in.sign_in, name="sign-in"),
    path("sign-out", sign_in.sign_out, name="sign-out"),
    path("password", sign_in.password, name="password"),
    path("language", sign_in.language, name="language"),
    path("coverage", coverage.coverage, name="coverage"),
    path("coverage/export.<slug:form>", coverage.export, name="export"),
    path("coverage/views", coverage.views, name="views"),
    path("coverage/views/<int:number>.atom", feed.feed, name="feed"),
    path("coverage/decide", coverage.decide_many, name="decide-many"),
    path("publication/<slug:identity>", publication.publication, name="publication"),
    path("publication/<slug:identity>/capture", publication.capture, name="capture"),
    path("publication/<slug:identity>/decide", publication.decide_one, name="decide"),
    path("story/<slug:identity>", story.story, name="story"),
    path("spread", story.spread, name="spread"),
    path("calendar", calendar.calendar, name="calendar"),
    path("plan", plan.plan, name="plan"),
    path("reports", reports.reports, name="reports"),
    path("reports/file", reports.file, name="report-file"),
    path("reports/close", reports.close_period, name="close-period"),
    path("adding", adding.adding, name="adding"),
    path("adding/template/<slug:kind>.xlsx", adding.template, name="template"),
    path("checks", checks.checks, name="checks"),
    path("missed", missed.missed, name="missed"),
    path("outlets", outlets.outlets, name="outlets"),
    path("outlets/own", own_outlets.own_outlets, name="own-outlets"),
    path("queue", queue.queue, name="queue"),
    path("queue/assign", queue.assign_one, name="assign"),
    path("rules", rules.rules, name="rules"),
    path("quotes", quotes.quotes, name="quotes"),
    path("people", people.people, name="people"),
    path("tokens", people.tokens, name="tokens"),
    path("changes", people.changes, name="changes"),
]
