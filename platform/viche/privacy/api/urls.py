"""URLs below /api/v1/."""

from django.urls import path

from viche.kernel.api import build_explanation_view
from viche.privacy.api import access, my_data, register
from viche.privacy.policies import RequestAction, RequestPolicy

urlpatterns = [
    path("me/data", my_data.MyData.as_view()),
    path("me/data/exports", my_data.MyExports.as_view()),
    path("me/data/exports/<uuid:export_id>", my_data.MyExport.as_view()),
    path("me/data/exports/<uuid:export_id>/link", my_data.MyExportLink.as_view()),
    path("me/data/exports/links/<str:signed>", my_data.LinkedExport.as_view(), name="linked-export"),
    path("me/data/erasure", my_data.MyErasure.as_view()),
    path("me/data/requests", my_data.MyRequests.as_view()),
    path("me/data/requests/<uuid:request_id>/appeal", my_data.MyRequestAppeal.as_view()),
    path("me/access-record", access.MyAccessRecord.as_view()),
    path("data-subjects", access.DataSubjects.as_view()),
    path("people/<uuid:person_id>/access-record", access.AccessRecordOf.as_view()),
    path("subject-requests", register.Register.as_view()),
    path("subject-requests/stop-erasure", register.StoppedErasure.as_view()),
    path("subject-requests/<uuid:request_id>", register.RegisteredRequest.as_view()),
    path(
        "subject-requests/<uuid:request_id>/access/mine",
        build_explanation_view(RequestPolicy(), RequestAction.READ, "MySubjectRequestAccess"),
    ),
    path("subject-requests/<uuid:request_id>/transitions", register.RequestTransitions.as_view()),
]
