/** Where the page is: its address, and nothing else. The back button works because every view has one. */

import { pathOf, placeOf, type Place } from "./path";

const address = () => location.pathname + location.search;

class Router {
  place = $state<Place>(placeOf(address()));

  constructor() {
    addEventListener("popstate", () => (this.place = placeOf(address())));
  }

  go(place: Place, replace = false): void {
    const path = pathOf(place);
    if (path === address()) return;
    if (replace) history.replaceState(history.state, "", path);
    else history.pushState({ inside: true }, "", path);
    this.place = place;
  }

  /** Leaves the editor of a mask for its picture, likewise. */
  leaveMask(): void {
    if ((history.state as { inside?: boolean } | null)?.inside) history.back();
    else this.go({ ...this.place, masking: false }, true);
  }

  /** Leaves a picture's view: back where it was opened from, or to its conversation where the page began with it. */
  leavePicture(): void {
    if ((history.state as { inside?: boolean } | null)?.inside) history.back();
    else this.go({ ...this.place, picture: null }, true);
  }
}

export const router = new Router();
