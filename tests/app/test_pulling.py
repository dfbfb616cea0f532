"""Pulling over real HTTP: which files come, that a broken download goes on, that nothing wrong is taken in."""

import datetime
import errno
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from danqing.app.pulling import Pull, newer, overdue, pull, roll_back, update
from danqing.app.removing import delete, take_out
from danqing.core.errors import BadInput, DanqingError, DiskFull, ModelUnusable
from danqing.core.settings import Configuration, load
from danqing.models.catalog import find_model, starter_folder
from danqing.models.hub import look_up
from danqing.models.registry import change, registered
from tests.models.files import change_json, write_weights
from tests.models.hub_peer import FIRST, REPO, SECOND, Hub, serving_hub
from tests.models.test_adapters import CROSS, kohya


class Told:
    """Who watches: how much there was to come, and how much came."""

    def __init__(self) -> None:
        self.totals: list[tuple[int, int]] = []
        self.came = 0

    def of(self, title: str, total: int, done: int = 0) -> None:
        self.totals.append((total, done))

    def told(self, count: int) -> None:
        self.came += count


@pytest.fixture
def hub(monkeypatch: pytest.MonkeyPatch) -> Iterator[Hub]:
    with serving_hub(monkeypatch) as found:
        yield found


@pytest.fixture
def settings(tmp_path: Path) -> Configuration:
    return load(tmp_path / "home", cpu=True)


def names(hub: Hub, commit: str = FIRST) -> set[str]:
    """The files that were asked for."""
    sign = f"/resolve/{commit}/"
    return {path.partition(sign)[2] for path in hub.asked if sign in path}


def files(folder: Path) -> set[str]:
    return {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}


def test_a_picture_model_comes_and_is_taken_in(hub: Hub, settings: Configuration) -> None:
    watch = Told()
    added = pull(Pull(REPO), settings, watch)
    info = find_model("drawer", "painter", settings.home)
    assert (added.id, added.role) == ("drawer", "painter") and info.folder is not None and info.source is not None
    assert (info.source.repo, info.source.commit, info.source.revision) == (REPO, FIRST, "main")
    assert info.folder == settings.home / "models" / "me--drawer" / FIRST[:12]
    assert files(info.folder) == names(hub)
    for name in names(hub):
        assert (info.folder / name).read_bytes() == hub.repos[REPO][FIRST][name]
    assert watch.came == sum(len(hub.repos[REPO][FIRST][name]) for name in names(hub)) == watch.totals[-1][0]
    assert not list(info.folder.parent.glob("*.part"))


def test_only_what_is_needed_comes(hub: Hub, settings: Configuration, tmp_path: Path) -> None:
    folder = Path(shutil.copytree(starter_folder("painter"), tmp_path / "copy"))
    vae = next((folder / "vae").glob("*.safetensors"))
    shutil.copy(vae, vae.with_name("diffusion_pytorch_model.fp16.safetensors"))
    for name in ("vae/diffusion_pytorch_model.bin", "run.py", "unet/old.ckpt", "onnx/model.onnx", "all.safetensors"):
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_bytes(b"x")
    (folder / "safety_checker").mkdir()
    write_weights(folder / "safety_checker" / "model.safetensors", {"a": (2,)})
    change_json(folder / "model_index.json", safety_checker=["stable_diffusion", "StableDiffusionSafetyChecker"])
    hub.put(REPO, SECOND, folder)
    hub.extra += ["../evil.json", "vae/../../evil.json", "/etc/evil.json", ".hidden.json"]
    pull(Pull(REPO), settings, Told())
    came = names(hub, SECOND)
    assert "vae/diffusion_pytorch_model.fp16.safetensors" in came
    assert "vae/diffusion_pytorch_model.safetensors" not in came
    assert not [name for name in came if name.endswith((".bin", ".py", ".ckpt", ".onnx"))]
    assert not {"all.safetensors", "safety_checker/model.safetensors"} & came
    assert not [name for name in came if "evil" in name or "hidden" in name]


def test_a_language_model_and_one_file_of_many(hub: Hub, settings: Configuration, tmp_path: Path) -> None:
    hub.put("me/writer", FIRST, starter_folder("writer"), **{"pytorch_model.bin": b"x"})
    assert pull(Pull("me/writer", model_id="mine"), settings, Told()).role == "writer"
    write_weights(tmp_path / "loras" / "ink.safetensors", kohya(CROSS, 768))
    write_weights(tmp_path / "loras" / "deep" / "oil.safetensors", kohya(CROSS, 2048))
    write_weights(tmp_path / "loras" / "more.safetensors", kohya(CROSS, 2048))
    hub.put("me/loras", FIRST, tmp_path / "loras")
    with pytest.raises(BadInput, match=r"--file: .*ink\.safetensors"):
        pull(Pull("me/loras"), settings, Told())
    added = pull(Pull("me/loras", file="deep/oil.safetensors"), settings, Told())
    info = find_model("oil", "lora", settings.home)
    assert (added.id, info.base) == ("oil", "sdxl")
    assert info.folder is not None and info.folder.is_file() and info.folder.name == "oil.safetensors"
    with pytest.raises(BadInput, match="--file"):
        pull(Pull("me/loras", file="gone.safetensors"), settings, Told())


def test_a_broken_download_goes_on_where_it_stopped(hub: Hub, settings: Configuration) -> None:
    hub.cut, hub.then = 1_000_000, 503
    with pytest.raises(ModelUnusable) as caught:
        pull(Pull(REPO), settings, Told())
    assert caught.value.code == "hub_down" and registered(settings.home) == ()
    part = next((settings.home / "models").rglob("*.part/**/*.safetensors.*.part"))
    begun = part.stat().st_size
    assert 0 < begun <= 1_003_520
    hub.then, before = None, hub.sent
    watch = Told()
    pull(Pull(REPO), settings, watch)
    assert f"bytes={begun}-" in hub.ranges
    large = sum(len(data) for name, data in hub.repos[REPO][FIRST].items() if name.endswith(".safetensors"))
    assert hub.sent - before == large - begun
    assert watch.totals[-1][1] >= begun
    assert find_model("drawer", "painter", settings.home).source is not None


def test_a_short_break_is_bridged_within_one_download(hub: Hub, settings: Configuration) -> None:
    hub.cut = 1_000_000
    pull(Pull(REPO), settings, Told())
    assert len(hub.ranges) == 1


def test_wrong_content_is_thrown_away(hub: Hub, settings: Configuration) -> None:
    hub.spoilt = {"vae/diffusion_pytorch_model.safetensors"}
    with pytest.raises(ModelUnusable) as caught:
        pull(Pull(REPO), settings, Told())
    assert caught.value.code == "hub_corrupt" and registered(settings.home) == ()
    assert not list((settings.home / "models").rglob("vae/*.safetensors*"))
    hub.spoilt = {"unet/config.json"}
    shutil.rmtree(settings.home / "models")
    with pytest.raises(ModelUnusable, match="unet/config"):
        pull(Pull(REPO), settings, Told())


def test_what_cannot_be_used_is_refused_before_its_weights_come(
    hub: Hub, settings: Configuration, tmp_path: Path
) -> None:
    folder = Path(shutil.copytree(starter_folder("painter"), tmp_path / "copy"))
    change_json(folder / "model_index.json", _class_name="NewPipeline")
    hub.put(REPO, SECOND, folder)
    with pytest.raises(ModelUnusable, match="NewPipeline"):
        pull(Pull(REPO), settings, Told())
    writer = Path(shutil.copytree(starter_folder("writer"), tmp_path / "writer"))
    change_json(writer / "config.json", model_type="brand_new", architectures=["BrandNew"])
    hub.put("me/new", FIRST, writer)
    with pytest.raises(ModelUnusable, match="BrandNew"):
        pull(Pull("me/new"), settings, Told())
    assert hub.sent == 0 and registered(settings.home) == ()


def test_a_full_disk_is_told_before_weights_come(hub: Hub, settings: Configuration) -> None:
    hub.claimed["vae/diffusion_pytorch_model.safetensors"] = 2**60
    with pytest.raises(DiskFull) as caught:
        pull(Pull(REPO), settings, Told())
    assert caught.value.code == "pull_room" and hub.sent == 0


def test_a_disk_that_fills_up_meanwhile_is_told_and_the_download_goes_on(hub: Hub, settings: Configuration) -> None:
    class Filling(Told):
        """The system has no more room after a megabyte."""

        def told(self, count: int) -> None:
            super().told(count)
            if self.came > 1_000_000:
                raise OSError(errno.ENOSPC, "No space left on device")

    with pytest.raises(DiskFull) as caught:
        pull(Pull(REPO), settings, Filling())
    assert caught.value.code == "pull_full" and registered(settings.home) == ()
    assert "what was downloaded is kept" in caught.value.message("en") and "已下载" in caught.value.message("zh")
    pull(Pull(REPO), settings, Told())
    assert hub.ranges and not list((settings.home / "models").rglob("*.part"))


def test_refusals_of_the_hub_are_sentences(
    hub: Hub, settings: Configuration, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "x").mkdir()
    (tmp_path / "x" / "model.bin").write_bytes(b"x")
    hub.put("me/pickles", FIRST, tmp_path / "x")
    hub.gated.add(REPO)
    wrong = [
        (Pull("me/nothing"), "hub_repo"),
        (Pull("nothing"), "hub_name"),
        (Pull("../../x"), "hub_name"),
        (Pull("me/pickles", revision="v9"), "hub_revision"),
        (Pull("me/pickles"), "hub_no_weights"),
        (Pull(REPO), "hub_gated"),
        (Pull(REPO, model_id="starter"), "add_taken"),
    ]
    for wanted, code in wrong:
        with pytest.raises(DanqingError) as caught:
            pull(wanted, settings, Told())
        assert caught.value.code == code
        assert any("\u4e00" <= letter <= "\u9fff" for letter in caught.value.message("zh"))
    monkeypatch.setenv("HF_TOKEN", "hf_mine")
    pull(Pull(REPO), settings, Told())
    assert hub.tokens[0] is None and hub.tokens[-1] == "Bearer hf_mine"
    monkeypatch.setenv("HF_ENDPOINT", "http://127.0.0.1:9")
    with pytest.raises(ModelUnusable) as caught:
        pull(Pull(REPO, model_id="again"), settings, Told())
    assert caught.value.code == "hub_down"
    monkeypatch.setenv("HF_ENDPOINT", "mirror")
    with pytest.raises(BadInput, match="HF_ENDPOINT"):
        pull(Pull(REPO, model_id="again"), settings, Told())


def test_the_offline_switch_is_lifted_for_the_download_alone(hub: Hub, settings: Configuration) -> None:
    from huggingface_hub import constants

    assert constants.HF_HUB_OFFLINE
    pull(Pull(REPO), settings, Told())
    assert constants.HF_HUB_OFFLINE
    asked = len(hub.asked)
    with pytest.raises(ModelUnusable, match="offline"):
        look_up(REPO, "main")
    assert len(hub.asked) == asked > 0


def test_newer_versions_are_found_taken_and_taken_back(hub: Hub, settings: Configuration, tmp_path: Path) -> None:
    pull(Pull(REPO), settings, Told())
    assert [(one.id, one.outdated) for one in newer(settings)] == [("drawer", False)]
    assert update("drawer", settings, Told()) is None
    folder = Path(shutil.copytree(starter_folder("painter"), tmp_path / "copy"))
    (folder / "README.md").write_text("---\nlicense: mit\n---\n")
    hub.put(REPO, SECOND, folder)
    (found,) = newer(settings)
    assert (found.outdated, found.newest) == (True, SECOND)
    before = hub.sent
    assert update("drawer", settings, Told()) == SECOND
    assert hub.sent == before, "weights that are the same are linked"
    info = find_model("drawer", "painter", settings.home)
    assert (
        info.folder is not None and info.folder.name == SECOND[:12] and "mit" in (info.folder / "README.md").read_text()
    )
    assert roll_back("drawer", settings) == FIRST
    assert find_model("drawer", "painter", settings.home).folder == info.folder.with_name(FIRST[:12])
    assert roll_back("drawer", settings) == SECOND
    third = "3" * 40
    (folder / "README.md").write_text("third")
    hub.put(REPO, third, folder)
    (info.folder.parent / ("9" * 12 + ".part")).mkdir()
    assert update("drawer", settings, Told()) == third
    assert {path.name for path in info.folder.parent.iterdir()} == {SECOND[:12], third[:12]}


def test_what_was_pulled_goes_with_its_entry_where_a_person_says_so(
    hub: Hub, settings: Configuration, tmp_path: Path
) -> None:
    pull(Pull(REPO), settings, Told())
    pull(Pull(REPO, model_id="again"), settings, Told())
    folder = Path(shutil.copytree(starter_folder("painter"), tmp_path / "copy"))
    (folder / "README.md").write_text("newer")
    hub.put(REPO, SECOND, folder)
    update("drawer", settings, Told())
    around = settings.home / "models" / "me--drawer"
    assert set(take_out("drawer", settings, files=True)) == {around / SECOND[:12]}, "again still uses the first"
    left = take_out("again", settings, files=True)
    assert registered(settings.home) == ()
    delete(left)
    assert {path.name for path in around.iterdir()} == {SECOND[:12]}
    delete({around / SECOND[:12]: around})
    assert settings.home.joinpath("models").is_dir() and not around.exists()


def test_a_folder_that_pull_did_not_lay_is_never_deleted(hub: Hub, settings: Configuration, tmp_path: Path) -> None:
    mine = Path(shutil.copytree(starter_folder("painter"), tmp_path / "mine" / FIRST[:12]))
    for place in (mine, mine.parent):
        pull(Pull(REPO), settings, Told())
        change(settings.home, "drawer", {"folder": str(place)})
        with pytest.raises(BadInput):
            take_out("drawer", settings, files=True)
        assert take_out("drawer", settings) == {}
    linked = settings.home / "models" / "me--drawer" / FIRST[:12]
    shutil.rmtree(linked)
    linked.symlink_to(mine)
    pull(Pull(REPO), settings, Told())
    with pytest.raises(BadInput, match="not downloaded"):
        take_out("drawer", settings, files=True)
    assert (mine / "model_index.json").exists()


def test_a_bad_update_leaves_the_model_as_it_was(hub: Hub, settings: Configuration, tmp_path: Path) -> None:
    pull(Pull(REPO), settings, Told())
    folder = Path(shutil.copytree(starter_folder("painter"), tmp_path / "copy"))
    change_json(folder / "unet" / "config.json", block_out_channels=[10**12])
    hub.put(REPO, SECOND, folder)
    with pytest.raises(ModelUnusable):
        update("drawer", settings, Told())
    info = find_model("drawer", "painter", settings.home)
    assert info.source is not None and info.source.commit == FIRST
    with pytest.raises(BadInput, match="No version before"):
        roll_back("drawer", settings)
    with pytest.raises(BadInput, match="not pulled"):
        update("starter", settings, Told())


def test_one_that_is_gone_does_not_hide_the_others(hub: Hub, settings: Configuration) -> None:
    pull(Pull(REPO), settings, Told())
    hub.put("me/writer", FIRST, starter_folder("writer"))
    pull(Pull("me/writer"), settings, Told())
    del hub.repos[REPO]
    gone, there = newer(settings)
    assert gone.problem is not None and gone.problem.code == "hub_repo" and not gone.outdated
    assert there.problem is None and there.newest == FIRST


def test_the_reminder_asks_nothing_itself(hub: Hub, settings: Configuration) -> None:
    pull(Pull(REPO), settings, Told())
    asked = len(hub.asked)
    today = datetime.datetime.now(datetime.UTC).date()
    assert overdue(settings) == ()
    assert overdue(settings, today + datetime.timedelta(days=91)) == ("drawer",)
    assert overdue(settings.model_copy(update={"models_reminder_days": 0}), today + datetime.timedelta(days=999)) == ()
    assert len(hub.asked) == asked
    change(settings.home, "drawer", {"checked": datetime.date(2020, 1, 1)})
    assert overdue(settings) == ("drawer",)
    newer(settings)
    assert overdue(settings) == ()
