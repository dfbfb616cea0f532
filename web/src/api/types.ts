/** Names for what the server says; the shapes are generated from its OpenAPI description. */
import type { components, operations } from "./schema";

type Shapes = components["schemas"];
type Replay = operations["follow_turn_api_turns__turn_id__events_get"]["responses"][200]["content"];

export type Event = Replay["application/json"][number];
export type EventOf<Type extends Event["type"]> = Extract<Event, { type: Type }>;

export type Conversation = Shapes["ConversationShown"];
export type ConversationList = Shapes["ConversationList"];
export type ConversationListed = Shapes["ConversationListed"];
export type Turn = Shapes["TurnShown"];
export type Picture = Shapes["PictureShown"];
export type Input = Shapes["InputShown"];
export type Settings = Shapes["SettingsShown"];
export type Scene = Shapes["SceneBody"];
export type Subject = Shapes["SubjectBody"];
export type Relation = Shapes["RelationBody"];
export type Entity = Shapes["EntityShown"];
export type Kept = Shapes["KeptShown"];
export type GalleryPage = Shapes["GalleryShown"];
export type GalleryFacts = Shapes["GalleryFacts"];
export type Rating = NonNullable<Kept["rating"]>;
export type Vocabulary = Shapes["Vocabulary"];
export type Technique = Shapes["Technique"];
export type Abilities = Shapes["Abilities"];
export type Problem = Shapes["Problem"];

/** What a request may leave out, the server fills in. */
export type Options = Partial<Shapes["OptionsBody"]>;
export type Suggestion = Shapes["SuggestionShown"];
export type Prompt = Shapes["GivenPrompt"];
export type Edit = { op: string; [field: string]: unknown };

/** One line of a diff, as ``core.codec.change_to_json`` writes it. */
export interface Change {
  id: string;
  kind: string;
  field: string;
  before: unknown;
  after: unknown;
}
