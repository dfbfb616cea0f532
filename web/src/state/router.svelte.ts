/** Where the page is: its address, and nothing else. The back button works because every view has one. */

export interface Place {
  conversation: string | null;
  picture: string | null;
}

/** ``/``, ``/c/ID`` and ``/c/ID/p/ID``. */
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

class Router {
  place = $state<Place>(placeOf(location.pathname));

  constructor() {
    addEventListener("popstate", () => (this.place = placeOf(location.pathname)));
  }

  go(place: Place, replace = false): void {
    const path = pathOf(place);
    if (path === location.pathname) return;
    if (replace) history.replaceState(history.state, "", path);
    else history.pushState({ inside: true }, "", path);
    this.place = place;
  }

  /** Leaves a picture's view: back where it was opened from, or to its conversation where the page began with it. */
  leavePicture(): void {
    if ((history.state as { inside?: boolean } | null)?.inside) history.back();
    else this.go({ ...this.place, picture: null }, true);
  }
}

export const router = new Router();
