"""The models of this machine: listed, added, chosen, forgotten."""

from fastapi import APIRouter, Depends

from danqing.app.adding import Wanted
from danqing.server.deps import ClientLanguage, TheStudio
from danqing.server.guard import on_this_machine
from danqing.server.model_shapes import ModelAdded, ModelBody, ModelList, UseBody, shown_models
from danqing.server.problems import documented
from danqing.server.scan_shapes import ScanBody, ScanList, shown_scan

router = APIRouter(prefix="/api/models", tags=["models"])
LOCAL = [Depends(on_this_machine)]


@router.get("", responses=documented(422))
def list_models(studio: TheStudio, language: ClientLanguage) -> ModelList:
    """Every model with its state; servers are asked whether they are up."""
    return shown_models(studio.models.listed(language))


@router.post("", status_code=201, responses=documented(413, 422, 503, 507), dependencies=LOCAL)
def add_model(body: ModelBody, studio: TheStudio) -> ModelAdded:
    """Checks a folder, a file or a server and takes its model in. Only from this machine."""
    wanted = Wanted(body.place.strip(), body.id, body.model, body.role, body.key_env, body.control)
    added = studio.models.add(wanted)
    return ModelAdded(id=added.id, role=added.role)


@router.post("/{model_id}/use", status_code=204, responses=documented(422, 503, 507), dependencies=LOCAL)
def use_model(model_id: str, studio: TheStudio, body: UseBody | None = None) -> None:
    """Uses the model from the next turn on. Only from this machine."""
    studio.models.choose(model_id, body.role if body else None)


@router.post("/scan", responses=documented(413, 422, 503, 507), dependencies=LOCAL)
def scan_models(body: ScanBody, studio: TheStudio, language: ClientLanguage) -> ScanList:
    """Looks through a folder of another program, such as ComfyUI, and takes in what is chosen of it, in place. Only
    from this machine."""
    chosen = {one.place: one.control for one in body.add}
    return shown_scan(studio.models.scan(body.folder.strip(), chosen), language)


@router.delete("/{model_id}", status_code=204, responses=documented(422, 507), dependencies=LOCAL)
def forget_model(model_id: str, studio: TheStudio, files: bool = False) -> None:
    """Takes out a model that was added. ``files``: deletes what was pulled for it, too; all other files stay. Only from
    this machine."""
    studio.models.forget(model_id, files)
