/** Scenes and their differences, cut into pieces that can be shown as chips. ``Say`` puts canonical words into a language. */
import type { Change, Relation, Scene, Subject } from "../api/types";

export type Say = (name: string) => string;

export interface Chip {
  /** A subject's id, or ``scene``. */
  id: string;
  /** The setting's field; ``subject`` for a whole subject. */
  field: string;
  text: string;
  details: string[];
}

const SETTING = [
  "background", "place", "time", "weather", "style", "medium", "artist", "palette", "lighting", "composition", "mood",
  "text", "exclusions", "weights", "canvas", "base",
] as const; // prettier-ignore
const PLAIN = ["text", "canvas", "base"];
export const SUBJECT_FIELDS = ["count", "colour", "size", "material", "attributes", "action", "position"] as const;

/** A subject's name: the user's own words where they fit the page's language. */
export function named(subject: { kind: string; label?: string | null }, say: Say): string {
  const known = say(subject.kind);
  const chinese = known !== subject.kind || say("cat") !== "cat";
  if (subject.label && chinese && known === subject.kind && /\p{Script=Han}/u.test(subject.label)) return subject.label;
  return known;
}

export function chipsOf(scene: Scene, say: Say): Chip[] {
  const subjects = (scene.subjects ?? []).map((subject) => ({
    id: subject.id,
    field: "subject",
    text: named(subject, say) + ((subject.count ?? 1) > 1 ? ` ×${subject.count}` : ""),
    details: details(subject, scene, say),
  }));
  const setting = SETTING.filter((field) => !isOpen(scene[field])).map((field) => ({
    id: "scene",
    field,
    text: field === "base" ? "" : valueText(field, scene[field], scene, say),
    details: [],
  }));
  return [...subjects, ...setting];
}

function details(subject: Subject, scene: Scene, say: Say): string[] {
  const fields = ["colour", "size", "material", "attributes", "action", "position", "relation"] as const;
  return fields.filter((field) => !isOpen(subject[field])).map((field) => valueText(field, subject[field], scene, say));
}

export function isOpen(value: unknown): boolean {
  if (value === null || value === undefined || value === "") return true;
  return typeof value === "object" && Object.keys(value).length === 0;
}

/** A field's value as people read it. */
export function valueText(field: string, value: unknown, scene: Scene | null, say: Say): string {
  if (isOpen(value)) return "";
  if (Array.isArray(value)) return value.map((part) => say(String(part))).join("、");
  if (typeof value === "object") {
    const relation = value as Partial<Relation> & Record<string, unknown>;
    if (Array.isArray(relation.to)) return related(relation as Relation, scene, say);
    if ("kind" in relation) return named(value as Subject, say);
    return Object.entries(relation).map(([phrase, weight]) => `${say(phrase)} ×${String(weight)}`).join("、");
  }
  return PLAIN.includes(field) ? String(value) : say(String(value));
}

function related(relation: Relation, scene: Scene | null, say: Say): string {
  const subjects = scene?.subjects ?? [];
  const others = relation.to.map((id) => {
    const other = subjects.find((subject) => subject.id === id);
    return other ? named(other, say) : id;
  });
  const chinese = say("left of") !== "left of";
  return chinese ? `${others.join("和")}${say(relation.kind)}` : `${relation.kind} ${others.join(" and ")}`;
}

export type DiffLine =
  | { kind: "added" | "removed"; what: string; details: string[] }
  | { kind: "changed"; what: string; field: string; before: string; after: string };

/** A turn's changes as lines; ``whole`` stands for the picture as a whole. */
export function diffOf(changes: Change[], scene: Scene | null, say: Say): DiffLine[] {
  return changes.map((change): DiffLine => {
    if (change.field === "subject") {
      const subject = (change.after ?? change.before) as Subject;
      const around = scene ?? { subjects: [] };
      return {
        kind: change.after ? "added" : "removed",
        what: named(subject, say) + ((subject.count ?? 1) > 1 ? ` ×${subject.count}` : ""),
        details: change.after ? details(subject, around as Scene, say) : [],
      };
    }
    const subject = scene?.subjects?.find((one) => one.id === change.id);
    return {
      kind: "changed",
      what: change.id === "scene" ? "" : named(subject ?? { kind: change.kind }, say),
      field: change.field,
      before: valueText(change.field, change.before, scene, say),
      after: valueText(change.field, change.after, scene, say),
    };
  });
}
