/** What the picture engine can be asked for beside a prompt: put together, cut to what a model can, told in words. */
import type { Abilities, Technique } from "../api/types";

/** All left to the model. */
export const PLAIN: Technique = { loras: [], controls: [] };

const isOpen = (value: unknown) => value === undefined || value === null || (Array.isArray(value) && value.length === 0);

/** ``before`` with one part set, or left to the model where ``value`` says nothing; undefined where all is left to it. */
export function changed<Name extends keyof Technique>(
  before: Technique | undefined,
  name: Name,
  value: Technique[Name],
): Technique | undefined {
  const { [name]: _, ...rest } = before ?? PLAIN;
  const after: Technique = { ...PLAIN, ...rest, ...(isOpen(value) ? {} : { [name]: value }) };
  return Object.values(after).every(isOpen) ? undefined : after;
}

/** Whether a LoRA of that base suits a model: what does not say its base is tried. ``bases``: null while unknown. */
export const suits = (base: string | null, bases: string[] | null) => base === null || bases === null || bases.includes(base);

/**
 * What of it a model can do; LoRAs as far as they are ``suited``, added canvas only where there is a picture to add it
 * to. ``can``: null while unknown.
 */
export function within(
  wanted: Technique | undefined,
  can: Abilities | null,
  based: boolean,
  suited: (lora: string) => boolean = () => true,
): Technique | undefined {
  if (!wanted) return undefined;
  const able = (ability: keyof Abilities) => !can || can[ability];
  const parts: Technique = {
    sampler: wanted.sampler && (!can || can.samplers.includes(wanted.sampler)) ? wanted.sampler : null,
    clip_skip: able("clip_skip") ? (wanted.clip_skip ?? null) : null,
    loras: able("loras") ? wanted.loras.filter(({ id }) => suited(id)) : [],
    controls: wanted.controls.filter(({ kind }) => !can || can.controls.includes(kind)),
    highres: able("highres") ? (wanted.highres ?? null) : null,
    outpaint: based && able("outpaint") ? (wanted.outpaint ?? null) : null,
    variation: able("variation") ? (wanted.variation ?? null) : null,
  };
  return Object.values(parts).every(isOpen) ? undefined : parts;
}

/** Whether a model can be asked for anything. */
export const canAnything = (can: Abilities | null): can is Abilities =>
  can !== null && Object.values(can).some((ability) => (Array.isArray(ability) ? ability.length > 0 : ability));

type Row = [title: "tool_sampler" | "tool_clip_skip" | "tool_loras" | "tool_controls" | "tool_highres" | "tool_outpaint" | "tool_variation", value: string];

/** Its parts for a list of settings; a kind of control map is told by ``kind``. */
export function toldOf(technique: Technique, kind: (name: Technique["controls"][number]["kind"]) => string): Row[] {
  const { sampler, clip_skip, loras, controls, highres, outpaint, variation } = technique;
  const weighted = (name: string, weight: number) => (weight === 1 ? name : `${name} × ${weight}`);
  const sides = outpaint ? [outpaint.left, outpaint.top, outpaint.right, outpaint.bottom] : [];
  const rows: Row[] = [
    ["tool_sampler", sampler ?? ""],
    ["tool_clip_skip", clip_skip ? String(clip_skip) : ""],
    ["tool_loras", loras.map((use) => weighted(use.id, use.weight)).join(", ")],
    ["tool_controls", controls.map((control) => weighted(kind(control.kind), control.weight)).join(", ")],
    ["tool_highres", highres ? `× ${highres}` : ""],
    ["tool_outpaint", sides.length ? `← ${sides[0]} ↑ ${sides[1]} → ${sides[2]} ↓ ${sides[3]}` : ""],
    ["tool_variation", variation ? `${variation.seed} · ${Math.round(variation.amount * 100)} %` : ""],
  ];
  return rows.filter(([, value]) => value !== "");
}

/** Where the picture of an id can be seen: one that was brought, or one that was drawn. */
export const fileOf = (id: string) => `/api/${id.startsWith("i") ? "inputs" : "pictures"}/${encodeURIComponent(id)}/file`;
