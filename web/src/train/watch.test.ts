import { describe, expect, it } from "vitest";
import { after, line, smoothed, unseen, type Training, type TrainingEvent } from "./watch";

const training = { step: 0, steps: 4 } as Training;
const step = (number: number, loss: number): TrainingEvent => ({ type: "step", step: number, steps: 4, loss, lr: 1, left_s: 8 });
const told = (...events: TrainingEvent[]) => events.reduce((view, event, index) => after(view, event, index + 1), unseen(training));

describe("a training that is watched", () => {
  it("prepares, learns and draws samples", () => {
    expect(told({ type: "queued" }, { type: "preparing", stage: "cache", done: 2, total: 3 }).preparing).toEqual({ done: 2, total: 3 });
    const view = told(step(1, 0.5), step(2, 0.25), { type: "samples", step: 2, urls: ["/a.png"] });
    expect(view).toMatchObject({ last: 3, step: 2, left: 8, losses: [[1, 0.5], [2, 0.25]], samples: [{ step: 2, urls: ["/a.png"] }] });
  });

  it("goes on from a checkpoint", () => {
    const begun: TrainingEvent = { type: "begun", pictures: 3, priors: 0, truncated: 0, parameters: 9, device: "cpu", precision: "float32", step: 1, steps: 4 };
    const view = told(step(1, 0.5), step(2, 0.9), { type: "samples", step: 2, urls: ["/a.png"] }, begun, step(2, 0.3));
    expect(view.losses).toEqual([[1, 0.5], [2, 0.3]]);
    expect(view.samples).toEqual([]);
  });

  it("has a line that falls as the loss does", () => {
    expect(line([[1, 0.5], [3, 0.1], [5, 0.3]])).toBe("0.00,0.00 50.00,40.00 100.00,20.00");
    expect(line([[1, 0.5]])).toBe("0.00,40.00");
    expect(line([])).toBe("");
    expect(smoothed([[1, 1], [2, 0], [3, 2]]).map(([, mean]) => mean)).toEqual([1, 0.5, 1]);
  });
});
