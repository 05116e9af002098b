"""Addresses of files."""

from django.urls import path

from viche.files.api import views

urlpatterns = [
    path("files", views.Files.as_view()),
    path("files/<uuid:file_id>/content", views.FileContent.as_view()),
    path("files/<uuid:file_id>/link", views.FileLink.as_view()),
    path("files/links/<str:signed>", views.LinkedFile.as_view(), name="linked-file"),
]
