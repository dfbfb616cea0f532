/** The page's addresses: ``/``, ``/c/ID`` and ``/c/ID/p/ID``. */

export interface Place {
  conversation: string | null;
  picture: string | null;
}

export function placeOf(path: string): Place {
  const found = /^\/c\/([^/]+)(?:\/p\/([^/]+))?\/?$/.exec(path);
  const [conversation, picture] = [found?.[1], found?.[2]];
  return {
    conversation: conversation ? decodeURIComponent(conversation) : null,
    picture: picture ? decodeURIComponent(picture) : null,
  };
}

export function pathOf(place: Place): string {
  if (!place.conversation) return "/";
  const conversation = `/c/${encodeURIComponent(place.conversation)}`;
  return place.picture ? `${conversation}/p/${encodeURIComponent(place.picture)}` : conversation;
}
