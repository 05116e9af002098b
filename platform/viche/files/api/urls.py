"""URLs of the files app."""

from django.urls import path

from viche.files.api import uploads, views

urlpatterns = [
    path("files", views.Files.as_view()),
    path("me/files", views.FileRoom.as_view()),
    path("files/<uuid:file_id>/content", views.FileContent.as_view()),
    path("files/<uuid:file_id>/link", views.FileLink.as_view()),
    path("uploads", uploads.Uploads.as_view()),
    path("uploads/<uuid:upload_id>", uploads.PartialUpload.as_view(), name="upload"),
    path("uploads/<uuid:upload_id>/file", uploads.UploadedFile.as_view()),
    path("files/links/<str:signed>", views.LinkedFile.as_view(), name="linked-file"),
]
