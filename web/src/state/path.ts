/** The page's addresses: ``/``, ``/c/ID``, ``/c/ID/p/ID``; ``/gallery?…`` and ``/gallery/p/ID?…``. */

/** ``gallery``: what is looked for in it, as the address holds it; missing outside it. */
export interface Place {
  conversation: string | null;
  picture: string | null;
  gallery?: string;
}

export function placeOf(address: string): Place {
  const [path = "", search = ""] = address.split(/\?(.*)/s);
  const inGallery = /^\/gallery(?:\/p\/([^/]+))?\/?$/.exec(path);
  if (inGallery) return { conversation: null, picture: decoded(inGallery[1]), gallery: search };
  const found = /^\/c\/([^/]+)(?:\/p\/([^/]+))?\/?$/.exec(path);
  return { conversation: decoded(found?.[1]), picture: decoded(found?.[2]) };
}

export function pathOf(place: Place): string {
  const picture = place.picture ? `/p/${encodeURIComponent(place.picture)}` : "";
  if (place.gallery !== undefined) return `/gallery${picture}${place.gallery && `?${place.gallery}`}`;
  return place.conversation ? `/c/${encodeURIComponent(place.conversation)}${picture}` : "/";
}

function decoded(part: string | undefined): string | null {
  return part ? decodeURIComponent(part) : null;
}
