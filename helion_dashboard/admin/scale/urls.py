from django.urls import path
from django.utils.translation import gettext_lazy as _

from helion_dashboard.admin.scale import node_choices, plan_forms, plan_page, views
from helion_dashboard.kit.frame import framed

urlpatterns = [
    path(
        "",
        framed(views.index, title=_("Scale"), stylesheet="helion_dashboard/css/scale.css"),
        name="index",
    ),
    path("state.json", views.state, name="state"),
    path("nodes.json", node_choices.candidates, name="nodes"),
    *plan_forms.Remove.urls("remove"),
    path("plan/<str:plan>/", plan_page.plan, name="plan"),
    path("plan/<str:plan>/apply", plan_page.apply, name="apply"),
    path("plan/<str:plan>/again", plan_page.again, name="again"),
    *plan_forms.Add.urls("<str:role>/add"),
    *plan_forms.Replace.urls("<str:member>/replace"),
]
