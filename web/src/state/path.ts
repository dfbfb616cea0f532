/**
 * The page's addresses: ``/``, ``/c/ID``, ``/c/ID/p/ID`` and ``/c/ID/p/ID/mask``; ``/gallery?…`` and
 * ``/gallery/p/ID?…``; ``/models``, ``/library``, ``/train``, ``/settings``.
 */

export const ROOMS = ["models", "library", "train", "settings"] as const;
export type Room = (typeof ROOMS)[number];

/** ``gallery``: what is looked for in it, as the address holds it; missing outside it. */
export interface Place {
  conversation: string | null;
  picture: string | null;
  /** Whether the picture is being painted over. */
  masking?: boolean;
  /** Which of the views beside the conversations. */
  room?: Room;
  gallery?: string;
}

export function placeOf(address: string): Place {
  const [path = "", search = ""] = address.split(/\?(.*)/s);
  const room = ROOMS.find((name) => path === `/${name}`);
  if (room) return { conversation: null, picture: null, room };
  const inGallery = /^\/gallery(?:\/p\/([^/]+))?\/?$/.exec(path);
  if (inGallery) return { conversation: null, picture: decoded(inGallery[1]), gallery: search };
  const found = /^\/c\/([^/]+)(?:\/p\/([^/]+)(\/mask)?)?\/?$/.exec(path);
  const place = { conversation: decoded(found?.[1]), picture: decoded(found?.[2]) };
  return found?.[3] ? { ...place, masking: true } : place;
}

export function pathOf(place: Place): string {
  if (place.room) return `/${place.room}`;
  const picture = place.picture ? `/p/${encodeURIComponent(place.picture)}` : "";
  if (place.gallery !== undefined) return `/gallery${picture}${place.gallery && `?${place.gallery}`}`;
  if (!place.conversation) return "/";
  return `/c/${encodeURIComponent(place.conversation)}${picture}${picture && place.masking ? "/mask" : ""}`;
}

function decoded(part: string | undefined): string | null {
  return part ? decodeURIComponent(part) : null;
}
