"""The events that pass the filters of the page, as a file."""

import csv
import dataclasses
import functools
import io
import json

from django.contrib import messages
from django.core.serializers.json import DjangoJSONEncoder
from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_GET

from helion_dashboard.admin.audit.views import Events
from helion_dashboard.api import errors
from helion_dashboard.kit.rules import ruled

_MOST = 10_000  # events in a file: what a spreadsheet and one request can bear
_PAGE = 1000
_COLUMNS = (
    *("at", "user_name", "user_id", "project_id", "address", "action", "resource", "outcome"),
    *("request_id", "detail"),
)
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def _or_the_list(view):
    """Where the service fails, the list says so."""

    @functools.wraps(view)
    def shown(request):
        try:
            return view(request)
        except errors.ServiceError as exc:
            messages.error(request, exc.reason)
            return redirect(Events(request).index_url)

    return shown


@require_GET
@ruled("audit:list")
@_or_the_list
def as_csv(request):
    """A row for each event, below the names of the columns."""
    file = io.StringIO()
    rows = csv.writer(file)
    rows.writerow(_COLUMNS)
    for event in _events(request):
        body = _body(event)
        body["detail"] = json.dumps(body["detail"], ensure_ascii=False) if body["detail"] else ""
        rows.writerow(_cell(body[name]) for name in _COLUMNS)
    return _file(file.getvalue(), "text/csv; charset=utf-8", "audit.csv")


@require_GET
@ruled("audit:list")
@_or_the_list
def as_json_lines(request):
    """A line of JSON for each event."""
    lines = (json.dumps(_body(event), cls=DjangoJSONEncoder) for event in _events(request))
    text = "".join(f"{line}\n" for line in lines)
    return _file(text, "application/x-ndjson", "audit.jsonl")


def _events(request):
    """The first events in the order of the page; more than :data:`_MOST` are left out."""
    page, events, marker, more = Events(request), [], "", True
    while more and len(events) < _MOST:
        rows, more = page.fetch(marker, page.query.descending, min(_PAGE, _MOST - len(events)))
        events += rows
        marker = rows[-1].id if rows else ""
    return events


def _body(event):
    body = {field.name: getattr(event, field.name) for field in dataclasses.fields(event)}
    return {name: body[name] for name in _COLUMNS} | {"at": event.at.isoformat()}


def _cell(value):
    """A value that no spreadsheet takes for a formula."""
    text = str(value)
    return f"'{text}" if text.startswith(_FORMULA) else text


def _file(text, content_type, name):
    answer = HttpResponse(text, content_type=content_type)
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer
