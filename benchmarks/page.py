"""How quick the page is in Chromium: first paint, event to pixel, a gallery of thousands while it scrolls.

python -m benchmarks.page --pictures 5000

Needs a browser and the built page (make web), the development packages, and no model: a double paints.
"""

import argparse
import json
import statistics
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING

from danqing import Studio
from danqing.engine.fake import FakePainter
from danqing.store.disk import Disk
from tests.browser.browsing import WIDE, open_browser, say, settled
from tests.server.conftest import running

if TYPE_CHECKING:
    from playwright.sync_api import Browser, CDPSession, Page

A_TURN = 16
"""Pictures a turn, as many as there may be."""
REQUESTS = ("两只红色的猫在草地上", "a blue boat on the sea", "夜空下的一枚火箭，霓虹风格", "a yellow sun, watercolour")
TASK = "ThreadControllerImpl::RunTask"
STEP = 240
"""Pixels that the gallery is scrolled at each frame."""

THUMBNAIL = """() => performance.getEntriesByType("resource")
  .some((one) => one.name.includes("/thumbnail") && one.responseEnd)"""

WATCH_TASKS = """() => {
  window.tasks = [];
  const note = (list) => tasks.push(...list.getEntries().map((one) => one.duration));
  new PerformanceObserver(note).observe({ type: "longtask" });
}"""

# Scrolls until nothing more comes. Answers with the frames' lengths and the most tiles that there were at once.
SCROLL = """async (step) => {
  const scroller = document.querySelector("[role=grid]").parentElement;
  const frames = [];
  let [last, idle, tiles] = [performance.now(), 0, 0];
  while (idle < 120) {
    await new Promise(requestAnimationFrame);
    const now = performance.now();
    frames.push(now - last);
    last = now;
    const before = scroller.scrollTop;
    scroller.scrollTop += step;
    idle = scroller.scrollTop === before ? idle + 1 : 0;
    if (frames.length % 20 === 0) tiles = Math.max(tiles, document.querySelectorAll("[role=gridcell]").length);
  }
  frames.sort((a, b) => a - b);
  const reached = Math.max(...[...document.querySelectorAll("[data-at]")].map((one) => Number(one.dataset.at))) + 1;
  return { reached, tiles, p99: frames[Math.floor(frames.length * 0.99)] };
}"""

# Notes when each step of a drawing was on the screen: after the frame that painted it.
WATCH_STEPS = """() => {
  window.seen = {};
  new MutationObserver(() => {
    const done = document.querySelector("[role=progressbar]")?.getAttribute("aria-valuenow");
    if (!done || done in seen) return;
    seen[done] = 0;
    requestAnimationFrame(() => setTimeout(() => (seen[done] = performance.timeOrigin + performance.now())));
  }).observe(document.body, { subtree: true, childList: true, attributeFilter: ["aria-valuenow"] });
}"""


class Hasty(Disk):
    """Writes without waiting for the platter: nothing here has to survive."""

    def write(self, path: Path, data: bytes) -> None:
        path.write_bytes(data)

    def sync_folder(self, path: Path) -> None:
        pass


def fill(home: Path, pictures: int) -> float:
    """Draws that many small pictures, and makes their thumbnails; seconds that it took."""
    begun = time.monotonic()
    with Studio(home, painter=FakePainter(), writer="scripted", disk=Hasty()) as studio:
        for turn in range(-(-pictures // A_TURN)):
            number = min(A_TURN, pictures - turn * A_TURN)
            drawing = studio.draw(REQUESTS[turn % len(REQUESTS)], steps=1, width=64, height=64, number=number)
            for picture in drawing.pictures:
                studio.gallery.thumbnail(picture.id, 256)
    return time.monotonic() - begun


def painted(browser: "Browser", url: str, tries: int = 5) -> dict[str, float]:
    """Milliseconds from the address to what is first seen, in the middle of ``tries``, each with an empty cache."""
    empty, gallery = list[float](), list[float]()
    for _ in range(tries):
        context = browser.new_context(**WIDE)
        page = context.new_page()
        page.goto(url)
        page.wait_for_selector("#say")
        page.wait_for_function("() => performance.getEntriesByName('first-contentful-paint').length")
        empty.append(page.evaluate("performance.getEntriesByName('first-contentful-paint')[0].startTime"))
        page.goto(url + "/gallery")
        page.wait_for_function(THUMBNAIL)
        gallery.append(page.evaluate("performance.now()"))
        context.close()
    return {"first_paint_ms": statistics.median(empty), "gallery_first_picture_ms": statistics.median(gallery)}


def heap(session: "CDPSession") -> float:
    """MB of JavaScript objects that are in use."""
    session.send("HeapProfiler.collectGarbage")
    found = {one["name"]: one["value"] for one in session.send("Performance.getMetrics")["metrics"]}
    return float(found["JSHeapUsedSize"]) / 1e6


def processor(trace: bytes) -> tuple[float, float]:
    """Milliseconds of processor time on the page's main thread, by Chromium's own trace: the most that any task took,
    and what the longest one by the clock took.

    A long task is measured by the clock: where other programs want the processors, too, it tells more of them. On 2
    cores with a load of 12, one of 206 ms took the processor for 1.7 ms, and no task of that run more than 13.
    """
    events = json.loads(trace)["traceEvents"]
    mains = {(one["pid"], one["tid"]) for one in events if one.get("args", {}).get("name") == "CrRendererMain"}
    tasks = [one for one in events if one["name"] == TASK and (one["pid"], one["tid"]) in mains]
    longest: dict[str, float] = max(tasks, key=lambda one: one.get("dur", 0), default={})
    return max((one.get("tdur", 0) for one in tasks), default=0) / 1000, longest.get("tdur", 0) / 1000


def scrolled(browser: "Browser", page: "Page", url: str) -> dict[str, float]:
    """The gallery from its beginning to its end."""
    page.goto(url + "/gallery")
    page.wait_for_selector("[role=gridcell]")
    page.wait_for_timeout(1000)
    session = page.context.new_cdp_session(page)
    session.send("Performance.enable")
    before = heap(session)
    page.evaluate(WATCH_TASKS)
    browser.start_tracing(page=page, categories=["toplevel"])
    found = page.evaluate(SCROLL, STEP)
    trace = browser.stop_tracing()
    tasks = page.evaluate("tasks")
    most, of_longest = processor(trace)
    return {
        "scrolled_to": found["reached"],
        "longest_task_ms": max(tasks, default=0.0),
        "its_processor_ms": of_longest,
        "most_processor_ms_of_a_task": most,
        "long_tasks": len(tasks),
        "frame_p99_ms": found["p99"],
        "tiles_at_once": found["tiles"],
        "heap_before_mb": before,
        "heap_after_mb": heap(session),
    }


def followed(page: "Page", url: str, studio: Studio, turns: int = 4) -> dict[str, float]:
    """Milliseconds from a step's event, as it was stored, to the frame that shows it."""
    late = list[float]()
    page.goto(url)
    page.wait_for_selector("#say")
    for turn in range(turns):
        page.evaluate(WATCH_STEPS)
        say(page, REQUESTS[turn % len(REQUESTS)])
        page.wait_for_selector("[role=progressbar]")
        settled(page)
        seen = page.evaluate("seen")
        made = studio.conversation(page.url.rpartition("/")[2]).turns[-1].id
        for stored in studio.events(made, follow=False):
            if stored.event.type == "step":
                shown = seen.get(str(round(100 * stored.event.step / stored.event.steps)))
                late += [shown - stored.created_at.timestamp() * 1000] if shown else []
    return {"event_to_pixel_ms": statistics.median(late), "worst_ms": max(late), "events": len(late)}


def main() -> None:
    """Prints the figures as JSON."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--pictures", type=int, default=5000)
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder, open_browser() as browser:
        home = Path(folder)
        figures = {"pictures": float(arguments.pictures), "filled_in_s": fill(home, arguments.pictures)}
        with Studio(home, painter=FakePainter(delay=0.2), writer="scripted") as studio, running(studio) as url:
            figures |= painted(browser, url)
            page = browser.new_context(**WIDE).new_page()
            figures |= scrolled(browser, page, url)
            figures |= followed(page, url, studio)
    print(json.dumps({name: round(value, 1) for name, value in figures.items()}, indent=1))


if __name__ == "__main__":
    main()
