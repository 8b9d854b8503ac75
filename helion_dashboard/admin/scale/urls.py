from django.urls import path

from helion_dashboard.admin.scale import adding, applying, removing, replacing, views

urlpatterns = [
    path("", views.index, name="index"),
    path("state.json", views.state, name="state"),
    path("remove", removing.remove, name="remove"),
    path("plan/<str:plan>/", applying.plan, name="plan"),
    path("plan/<str:plan>/apply", applying.apply, name="apply"),
    path("plan/<str:plan>/again", applying.again, name="again"),
    path("<str:role>/add", adding.add, name="add"),
    path("<str:member>/replace", replacing.replace, name="replace"),
]
