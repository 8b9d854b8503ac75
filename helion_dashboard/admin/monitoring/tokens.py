"""Tokens: which servers may report results of their own, and since when."""

from django import forms
from django.urls import reverse
from django.utils.translation import gettext_lazy

from helion_dashboard.admin.monitoring.lists import NAMESPACE, Hosts
from helion_dashboard.api.monitoring import client as monitoring
from helion_dashboard.kit.actions import ID, Action, Actions, Condition, Group, page
from helion_dashboard.kit.forms import FormPage
from helion_dashboard.kit.list_query import Column

_RULE = "monitoring:token"
_OF_SERVERS = ("role", "rack")

ACTIONS = Actions(
    groups=(
        Group(
            gettext_lazy("Token"),
            (
                Action(
                    "issue",
                    gettext_lazy("Issue token…"),
                    _RULE,
                    link=page(f"{NAMESPACE}:token_issue", ID),
                    most=1,
                ),
                Action(
                    "revoke",
                    gettext_lazy("Revoke token"),
                    _RULE,
                    gettext_lazy("Results that the server reports are refused from now on."),
                    run=monitoring.revoke_token,
                    needs=(Condition("token", "set", gettext_lazy("It has no token.")),),
                ),
            ),
        ),
    ),
    states=Hosts.states,
    next={"*": ("issue",)},
    waiting=(),
    leaves=(),
    several=gettext_lazy("%(n)d servers"),
)


class Tokens(Hosts):
    rule = _RULE
    views = {"index": "tokens", "rows": "token_rows", "act": "token_act"}  # noqa: RUF012
    section = "tokens"
    cells = "helion_dashboard/monitoring/_token_cells.html"
    actions = ACTIONS
    order = "name"
    empty = gettext_lazy("Deployed servers appear here: each may have a token to report results.")
    columns = (
        Column("name", gettext_lazy("Server"), "name"),
        Column("state", gettext_lazy("State"), "severity"),
        Column("role", gettext_lazy("Role and rack")),
        Column("token", gettext_lazy("Token")),
    )

    def facets(self):
        return tuple(facet for facet in super().facets() if facet.name in _OF_SERVERS)

    def item(self, record):
        return {"state": record.state.name, "token": bool(record.token_at) or None}

    def fetch(self, **query):
        return monitoring.hosts(self.request, kind="server", **query)


class Issue(FormPage):
    """A page to confirm; sent, it shows the token, which nobody can see again."""

    name = "token_issue"
    title = gettext_lazy("Issue token")
    rule = _RULE
    form_class = forms.Form
    submit = gettext_lazy("Issue token")
    back = gettext_lazy("All tokens")
    template = "helion_dashboard/monitoring/token.html"
    stays = True
    server = None
    token = ""

    def prepare(self):
        super().prepare()
        self.server = monitoring.host(self.request, self.kwargs["host"])

    def save(self):
        self.token = monitoring.issue_token(self.request, self.server.id)

    def back_url(self):
        return reverse(f"{NAMESPACE}:tokens")

    def context(self):
        return {
            "server": self.server,
            "token": self.token,
            "results_url": monitoring.results_url(self.request) if self.token else "",
        }

    def answer(self):
        answer = super().answer()
        answer["Cache-Control"] = "no-store"
        return answer
