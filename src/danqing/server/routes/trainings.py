"""Training an adapter as a job: ordered, followed, cancelled, deleted."""

from dataclasses import replace
from functools import partial
from typing import Annotated

from fastapi import APIRouter, Query, Request, Response

from danqing.app.trainings import Lesson
from danqing.core.training import TrainingEvent
from danqing.server.deps import ClientLanguage, Stopping, TheStudio
from danqing.server.problems import documented
from danqing.server.routes.turns import STREAM, LastEventId
from danqing.server.shapes import CancelShown
from danqing.server.stream import followed
from danqing.server.training_shapes import (
    CaptionsBody,
    CaptionsShown,
    TrainingBody,
    TrainingList,
    TrainingShown,
    shown_training,
)
from danqing.training.lora.recipe import Recipe

router = APIRouter(prefix="/api/trainings", tags=["trainings"])

Base = Annotated[str, Query(max_length=100, description="Id of a picture model.")]


@router.post("", status_code=201, responses=documented(404, 413, 422, 503, 507))
def begin_training(
    body: TrainingBody, studio: TheStudio, language: ClientLanguage, response: Response
) -> TrainingShown:
    """Orders a training from pictures that were brought to `/api/inputs`. It is carried out even after a crash;
    drawing goes first. Its adapter can be drawn with once it is finished."""
    recipe = replace(studio.trainings.usual(body.base, body.trigger), **body.settings())
    lessons = [Lesson(one.picture, one.caption) for one in body.pictures]
    training_id = studio.trainings.begin(body.base, lessons, recipe, body.name, language)
    response.headers["location"] = f"/api/trainings/{training_id}"
    return shown_training(studio.trainings.get(training_id))


@router.get("", responses=documented())
def list_trainings(studio: TheStudio) -> TrainingList:
    """All trainings, the newest first."""
    return TrainingList(trainings=[shown_training(one) for one in studio.trainings.all()])


@router.get("/recipe", responses=documented(422, 503))
def usual_recipe(base: Base, studio: TheStudio) -> Recipe:
    """The settings that suit a picture model; a training takes them where it names none."""
    return studio.trainings.usual(base, "")


@router.post("/captions", responses=documented(404, 413, 422, 503))
def propose_captions(body: CaptionsBody, studio: TheStudio) -> CaptionsShown:
    """What the critic reads in pictures, as captions for the starter; empty ones for other models."""
    return CaptionsShown(captions=studio.trainings.captions(body.base, body.pictures))


@router.get("/{training_id}", responses=documented(404))
def show_training(training_id: str, studio: TheStudio) -> TrainingShown:
    """How far it is, and its settings."""
    return shown_training(studio.trainings.get(training_id))


@router.get(
    "/{training_id}/events",
    response_model=list[TrainingEvent],
    responses=documented(
        404, also={200: STREAM, 204: {"description": "The training is over and has no further event."}}
    ),
)
def follow_training(
    training_id: str,
    request: Request,
    studio: TheStudio,
    stopping: Stopping,
    language: ClientLanguage,
    last_event_id: LastEventId = None,
) -> Response:
    """The training's events as they come, numbered and resumed as those of a turn: loss, seconds left, samples, the
    end; with `Accept: application/json` those so far, as a list."""
    source = partial(studio.trainings.events, training_id)
    return followed(source, request, last_event_id, stopping, language)


@router.get(
    "/{training_id}/samples/{name}",
    response_class=Response,
    responses=documented(404, also={200: {"content": {"image/png": {}}}}),
)
def training_sample(training_id: str, name: str, studio: TheStudio) -> Response:
    """A picture that was drawn while it trained."""
    headers = {"cache-control": "no-cache"}  # drawn again under its name where a training went on from a checkpoint
    return Response(studio.trainings.sample(training_id, name), media_type="image/png", headers=headers)


@router.post("/{training_id}/cancel", status_code=202, responses=documented(404, 507))
def cancel_training(training_id: str, studio: TheStudio) -> CancelShown:
    """Asks it to stop, waiting or training; its events tell when it has."""
    return CancelShown(cancelling=studio.trainings.cancel(training_id))


@router.post("/{training_id}/resume", status_code=202, responses=documented(404, 422, 507))
def resume_training(training_id: str, studio: TheStudio) -> TrainingShown:
    """Lets a training that failed or was cancelled go on, from its last checkpoint where there is one."""
    studio.trainings.again(training_id)
    return shown_training(studio.trainings.get(training_id))


@router.delete("/{training_id}", status_code=204, responses=documented(404, 422, 507))
def delete_training(training_id: str, studio: TheStudio) -> None:
    """Deletes a training that is over, with its pictures, samples and adapter, for ever."""
    studio.trainings.delete(training_id)
