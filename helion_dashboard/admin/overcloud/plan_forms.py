"""The pages that ask for a plan to deploy or undeploy the overcloud.

The plan's own page leads back to them with ``?plan=``, and they show what was entered.
"""

from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext_lazy

from helion_dashboard import policy
from helion_dashboard.admin.overcloud import forms
from helion_dashboard.api import errors
from helion_dashboard.api.lifecycle import client as lifecycle
from helion_dashboard.kit import nodes
from helion_dashboard.kit.forms import FormPage, NotPossibleError
from helion_dashboard.kit.rules import in_background

RULE = "plan:create"

_INDEX = "horizon:admin:uc_overcloud:index"


class _PlanForm(FormPage):
    rule = RULE
    back = gettext_lazy("Overcloud")
    action = ""

    def plan_request(self):
        """Keywords of :func:`~.lifecycle.client.create_plan`."""
        raise NotImplementedError

    def save(self):
        plan = lifecycle.create_plan(self.request, self.action, **self.plan_request())
        return reverse("horizon:admin:uc_scale:plan", args=[plan.id])

    def back_url(self):
        return reverse(_INDEX)


class Deploy(_PlanForm):
    """The template's parameters. The form is the panel's own page while there is no overcloud."""

    name = "deploy"
    title = gettext_lazy("Overcloud")
    submit = gettext_lazy("Plan the deployment")
    note = gettext_lazy("This changes nothing yet.")
    template = "helion_dashboard/overcloud/deploy.html"
    stylesheet = "helion_dashboard/css/operations.css"
    action = "deploy"

    def answer(self):
        return redirect(self.back_url()) if self.data is None else super().answer()

    def prepare(self):
        parameters = lifecycle.overcloud(self.request).parameters
        self.form = forms.DeployForm(self.data, parameters=parameters, roles=self._roles())

    def first_page(self, parameters):
        """The page with the template's defaults, or with the values of ``?plan=``."""
        self.form = forms.DeployForm(
            parameters=parameters, plan=self._earlier_plan(), roles=self._roles()
        )
        return self.page()

    def plan_request(self):
        return {"parameters": self.form.parameters()}

    def context(self):
        return {"can_deploy": policy.allowed(self.request, RULE)}

    def _roles(self):
        """The roles with their free nodes; without an answer the form goes without these."""
        if in_background(self.request):
            return ()
        try:
            return lifecycle.roles(self.request, nodes.max_age(self.request), members=False).roles
        except errors.ServiceError:
            return ()

    def _earlier_plan(self):
        plan = self.request.GET.get("plan")
        try:
            return lifecycle.get_plan(self.request, plan) if plan else None
        except errors.NotFound:
            return None


class Undeploy(_PlanForm):
    """Asks for the name of the overcloud."""

    name = "undeploy"
    title = gettext_lazy("Undeploy the overcloud")
    submit = gettext_lazy("Plan to undeploy")
    template = "helion_dashboard/overcloud/undeploy.html"
    action = "undeploy"
    stack = None

    def prepare(self):
        self.stack = lifecycle.overcloud(self.request).stack
        if self.stack is None:
            raise NotPossibleError
        self.form = forms.UndeployForm(self.data, stack=self.stack)

    def plan_request(self):
        return {"name": self.form.cleaned_data["name"]}

    def context(self):
        return {"stack": self.stack}
