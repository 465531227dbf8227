from django.urls import path

from . import views

urlpatterns = [
    path("", views.rules, name="rules"),
    path("rules/<int:pk>/", views.rule, name="rule"),
    path("rules/<int:pk>/delete/", views.delete, name="delete"),
]
