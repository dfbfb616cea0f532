"""Looking for pictures, and what people do with them."""

from pathlib import Path

import pytest

from danqing.core.errors import BadInput, NotFound
from danqing.core.gallery import Kept, Wanted
from danqing.store.gallery import Gallery
from tests.store.parts import Clock, Parts, a_picture, open_parts


@pytest.fixture
def gallery(parts: Parts) -> Gallery:
    return Gallery(parts.database, parts.folder)


def drawn(parts: Parts, clock: Clock, *texts: str) -> list[str]:
    """A picture for each text, a second apart; their ids."""
    ids = []
    for text in texts:
        clock.ahead += 1
        claim, job = parts.drawing(text)
        ids.append(parts.pictures.add(claim, job, 0, a_picture(), 0.1).id)
        parts.turns.end(claim, "finished", [])
    return ids


def found(gallery: Gallery, **wanted: object) -> list[str]:
    return [kept.picture.id for kept in gallery.page(Wanted(**wanted), 50).pictures]  # type: ignore[arg-type]


def test_the_newest_come_first_and_pages_follow_one_another(parts: Parts, clock: Clock, gallery: Gallery) -> None:
    ids = drawn(parts, clock, *(f"picture {i}" for i in range(7)))
    seen, after, sizes = list[str](), None, []
    while True:
        page = gallery.page(Wanted(), 3, after)
        seen += [kept.picture.id for kept in page.pictures]
        sizes.append(len(page.pictures))
        if (after := page.after) is None:
            break
    assert seen == ids[::-1]
    assert sizes == [3, 3, 1]


@pytest.mark.parametrize("limit", [1, 2, 3, 50])
def test_all_that_is_found_is_counted(parts: Parts, clock: Clock, gallery: Gallery, limit: int) -> None:
    ids = drawn(parts, clock, "a red cat", "a cat in the snow", "a boat")
    gallery.rate(ids[0], "like")
    for wanted, total in (
        (Wanted(), 3),
        (Wanted(text="snow"), 1),
        (Wanted(rating="like"), 1),
        (Wanted(text="dog boat"), 0),
    ):
        assert gallery.page(wanted, limit).total == total
    gallery.delete(ids[:1])
    assert gallery.page(Wanted(), limit).total == 2


def test_pictures_made_in_the_same_instant_are_all_seen_once(parts: Parts, clock: Clock, gallery: Gallery) -> None:
    claim, job = parts.drawing(number=5)
    parts.database.clock = lambda: 1000.5
    ids = [parts.pictures.add(claim, job, i, a_picture(), 0.1).id for i in range(5)]
    first = gallery.page(Wanted(), 2)
    second = gallery.page(Wanted(), 2, first.after)
    third = gallery.page(Wanted(), 2, second.after)
    seen = [kept.picture.id for page in (first, second, third) for kept in page.pictures]
    assert sorted(seen) == sorted(ids)
    assert third.after is None


@pytest.mark.parametrize(
    ("text", "hits"),
    [
        ("橘猫", [0, 2]),  # two characters
        ("猫", [0, 1, 2]),
        ("橘猫 雪地", [2]),
        ("窗台上的橘猫", [0]),
        ("cat", [0, 1, 2, 3]),  # what the prompt says of all of them
        ("light", [3]),  # the beginning of a word
        ("LIGHTHOUSE", [3]),
        ("house", []),
        ("狗", []),
        ("painter:fake", []),  # facts are no words
        ("", [0, 1, 2, 3]),
        ("!?", [0, 1, 2, 3]),
    ],
)
def test_search(parts: Parts, clock: Clock, gallery: Gallery, text: str, hits: list[int]) -> None:
    ids = drawn(parts, clock, "窗台上的橘猫", "两只猫", "雪地里的橘猫", "a lighthouse_at dusk")
    assert found(gallery, text=text) == [ids[i] for i in reversed(hits)]


def test_filters_narrow_together(parts: Parts, clock: Clock, gallery: Gallery) -> None:
    ids = drawn(parts, clock, "一只猫", "两只猫", "三只猫")
    pages = {kept.picture.id: kept for kept in gallery.page(Wanted(), 9).pictures}
    assert found(gallery, painter="fake") == ids[::-1]
    assert found(gallery, painter="starter") == []
    assert found(gallery, style="flat") == []
    assert found(gallery, conversation=pages[ids[1]].conversation_id) == [ids[1]]
    assert found(gallery, since=pages[ids[1]].created_at) == ids[:0:-1]
    assert found(gallery, since=pages[ids[0]].created_at, until=pages[ids[2]].created_at) == [ids[1], ids[0]]
    assert found(gallery, text="三", until=pages[ids[2]].created_at) == []


def test_ratings_replace_one_another(parts: Parts, clock: Clock, gallery: Gallery) -> None:
    one, two = drawn(parts, clock, "一只猫", "两只猫")
    gallery.rate(one, "like")
    gallery.rate(two, "dislike", "三只耳朵")
    assert (found(gallery, rating="like"), found(gallery, rating="dislike")) == ([one], [two])
    gallery.rate(two, "like", "")
    assert found(gallery, rating="like") == [two, one]
    gallery.rate(one, None)
    assert found(gallery, rating="like") == [two]
    with pytest.raises(NotFound):
        gallery.rate("p-unknown", "like")


def kept_as(gallery: Gallery, picture_id: str) -> Kept:
    return next(kept for kept in gallery.page(Wanted(), 50).pictures if kept.picture.id == picture_id)


def test_tags_are_given_and_taken_all_or_nothing(parts: Parts, clock: Clock, gallery: Gallery) -> None:
    one, two = drawn(parts, clock, "一只猫", "两只猫")
    gallery.tag([one, two], ["海报", "绘本"])
    gallery.tag([one], ["海报", "草稿"], remove=["绘本"])
    assert kept_as(gallery, one).tags == ("海报", "草稿")
    assert kept_as(gallery, two).tags == ("海报", "绘本")
    assert found(gallery, tag="绘本") == [two]
    with pytest.raises(NotFound):
        gallery.tag([one, "p-unknown"], ["新"])
    assert "新" not in kept_as(gallery, one).tags
    assert gallery.facts() == {"painters": ["fake"], "styles": [], "tags": sorted(["海报", "绘本", "草稿"])}


def test_what_is_deleted_is_gone_with_all_that_was_said_of_it(parts: Parts, clock: Clock, gallery: Gallery) -> None:
    one, two = drawn(parts, clock, "一只猫", "两只猫")
    gallery.rate(one, "like")
    gallery.tag([one], ["海报"])
    with pytest.raises(NotFound):
        gallery.delete([one, "p-unknown"])
    assert len(parts.files()) == 2
    gallery.delete([one])
    assert parts.files() == [f"{two}.png"]
    assert found(gallery) == [two]
    assert gallery.facts()["tags"] == []
    with pytest.raises(NotFound):
        parts.pictures.get(one)


def test_a_crash_while_deleting_leaves_no_file(url: str, tmp_path: Path, clock: Clock) -> None:
    with open_parts(url, tmp_path / "home", clock) as parts:
        (one,) = drawn(parts, clock, "一只猫")
        file = parts.folder.pictures / f"{one}.png"
        data = file.read_bytes()
        Gallery(parts.database, parts.folder).delete([one])
        file.write_bytes(data)  # as if the process had died before the file went
        with parts.database.write() as tx:
            from danqing.store.tables import deleted

            tx.execute(deleted.insert().values(picture_id=one))
    with open_parts(url, tmp_path / "home", clock) as parts:
        assert parts.pictures.sweep() == 0
        Gallery(parts.database, parts.folder).sweep()
        assert parts.files() == []
        assert not parts.folder.unclaimed.exists()


def test_pictures_of_an_older_danqing_are_found_too(parts: Parts, clock: Clock, gallery: Gallery) -> None:
    from danqing.store.tables import words

    (one,) = drawn(parts, clock, "窗台上的橘猫")
    with parts.database.write() as tx:
        tx.execute(words.delete())
    assert found(gallery, text="橘猫") == []
    gallery.sweep()
    assert found(gallery, text="橘猫") == [one]


@pytest.mark.parametrize("mark", ["x", "~", "0x1p+3", "nan~p1", "0x1p99999999~p"])
def test_a_place_that_is_none_is_refused_or_empty(gallery: Gallery, mark: str) -> None:
    try:
        assert gallery.page(Wanted(), 5, mark).pictures == ()
    except BadInput as error:
        assert "after" in error.message("en")


@pytest.mark.parametrize("picture_id", ["\ud800", "a\0b", "x" * 41, "", "猫"])
def test_what_no_row_can_be_called_is_not_found(parts: Parts, gallery: Gallery, picture_id: str) -> None:
    for look in (gallery.kept, gallery.delete):
        with pytest.raises(NotFound):
            look([picture_id])
    with pytest.raises(NotFound):
        parts.pictures.get(picture_id)
