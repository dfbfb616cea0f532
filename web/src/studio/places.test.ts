import { expect, it } from "vitest";
import { below } from "./places";

it("tells files by what is below the folder that they share", () => {
  expect([...below(["/m/loras/ink.safetensors", "/m/loras/a/ink.safetensors"]).values()]).toEqual([
    "ink.safetensors",
    "a/ink.safetensors",
  ]);
  expect([...below(["C:\\m\\vae\\x.pt", "C:\\m\\loras\\y.pt"]).values()]).toEqual(["vae/x.pt", "loras/y.pt"]);
  expect([...below(["/m/one.safetensors"]).values()]).toEqual(["one.safetensors"]);
});
