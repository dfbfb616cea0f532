/**
 * The page's addresses: ``/``, ``/c/ID``, ``/c/ID/p/ID`` and ``/c/ID/p/ID/mask``; ``/models``, ``/library``,
 * ``/settings``.
 */

export const ROOMS = ["models", "library", "settings"] as const;
export type Room = (typeof ROOMS)[number];

export interface Place {
  conversation: string | null;
  picture: string | null;
  /** Whether the picture is being painted over. */
  masking?: boolean;
  /** Which of the views beside the conversations. */
  room?: Room;
}

export function placeOf(path: string): Place {
  const room = ROOMS.find((name) => path === `/${name}`);
  if (room) return { conversation: null, picture: null, room };
  const found = /^\/c\/([^/]+)(?:\/p\/([^/]+)(\/mask)?)?\/?$/.exec(path);
  const [conversation, picture] = [found?.[1], found?.[2]];
  return {
    conversation: conversation ? decodeURIComponent(conversation) : null,
    picture: picture ? decodeURIComponent(picture) : null,
    ...(found?.[3] ? { masking: true } : {}),
  };
}

export function pathOf(place: Place): string {
  if (place.room) return `/${place.room}`;
  if (!place.conversation) return "/";
  const conversation = `/c/${encodeURIComponent(place.conversation)}`;
  if (!place.picture) return conversation;
  return `${conversation}/p/${encodeURIComponent(place.picture)}${place.masking ? "/mask" : ""}`;
}
