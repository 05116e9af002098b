"""Forms of dossiers over HTTP."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from programmes.kit.dossiers.access_log import log_dossier_access
from programmes.kit.dossiers.policies import DossierAction
from programmes.kit.dossiers.selectors import load_dossier
from programmes.kit.forms import presenters, schemas, selectors, serializers, services
from programmes.kit.forms.models import FormSubmission
from viche.kernel.actor import Actor
from viche.kernel.api import Answer, Endpoint, Listing, Show, Write, answer, read_snapshot, shape_of
from viche.kernel.errors import Stale


def show_form(actor: Actor, dossier_id: UUID, submission_id: UUID) -> Answer[schemas.FormOut]:
    """Return a form of a dossier. It has no ETag: each answer has its own version."""
    with read_snapshot():
        dossier = load_dossier(actor, dossier_id)
        shown = presenters.show_form(actor, selectors.get_filled_form(dossier, submission_id))
    return answer(shown, of=dossier)


def show_stored(actor: Actor, submission: FormSubmission) -> Answer[schemas.FormOut]:
    """Return a form as it was just stored."""
    return show_form(actor, submission.dossier_id, submission.pk)


class DossierForms(Endpoint):
    """Forms of a dossier.

    GET: Return the forms that were started, then those that the dossier needs and nobody has started.

    POST: Start a form, by its latest definition. A dossier has each form once.
    """

    records = log_dossier_access

    get = Listing(DossierAction.READ, selectors.list_forms, of=load_dossier, shows=presenters.show_forms)

    post = Write(
        DossierAction.ANSWER_FORM,
        services.start_form,
        body=serializers.StartFormIn,
        shows=show_stored,
        status=201,
    )


class DossierForm(Endpoint):
    """One form of a dossier.

    GET: Return the form: questions, answers, progress, and what is missing until it can be completed.
    """

    records = log_dossier_access

    get = Show(DossierAction.READ, show_form)


class FormAnswer(Endpoint):
    """The answer to a question of a form."""

    actions = {"PUT": DossierAction.ANSWER_FORM}
    conditional = frozenset({"PUT"})
    records = log_dossier_access

    @extend_schema(request=serializers.FormAnswerIn, responses=shape_of(schemas.FormAnswerOut))
    def put(self, request: Request, dossier_id: UUID, submission_id: UUID, question: str) -> Response:
        """Answer a question. If-Match is the version of the answer, `"0"` for none yet.

        When somebody was quicker, 412 has the stored answer as `present` (`FormAnswerOut`), so that both are
        shown. A question to which the other answers do not lead is refused (409 `question_hidden`).
        """
        data, expected = self.parse(serializers.FormAnswerIn), self.expected_version()
        place: dict[str, Any] = {"dossier_id": dossier_id, "submission_id": submission_id}
        try:
            stored = services.answer_question(
                actor=self.actor, question=question, expected_version=expected, **place, **data
            )
        except Stale as error:
            dossier = load_dossier(self.actor, dossier_id)
            present = selectors.get_answer(dossier, submission_id, question)
            log_dossier_access(self.actor, dossier)
            raise Stale({**presenters.show_answer(present)} if present else None) from error
        shown = presenters.show_answer(stored)
        return answer(shown, version=stored.version, of=stored.submission.dossier)


class FormAnswerHistory(Endpoint):
    """The versions of an answer.

    GET: Return all versions of the answer, the present one first.
    """

    records = log_dossier_access

    get = Listing(DossierAction.READ, selectors.list_versions, of=load_dossier, shows=presenters.show_version)


class FormCompletion(Endpoint):
    """Whether a form is completed.

    PUT: Complete the form. 409 `form_incomplete` names the questions that lack an answer or evidence, at most
    20, by their place such as `/sections/1/questions/3`. Nobody answers a completed form.

    DELETE: Open the form again.
    """

    records = log_dossier_access

    put = Write(
        DossierAction.COMPLETE_FORM,
        services.complete_form,
        body=serializers.CompleteFormIn,
        shows=show_stored,
    )

    delete = Write(DossierAction.COMPLETE_FORM, services.open_form_again, shows=show_stored)
