/** Other tabs with this page: what one of them changed, the others read again. */

type Read = (conversation: string | null) => void;

class Tabs {
  private channel = new BroadcastChannel("danqing");
  private readers: Read[] = [];

  constructor() {
    this.channel.onmessage = (message: MessageEvent<string | null>) => this.read(message.data);
    // Another browser cannot tell this one: whoever comes back here sees what was done there.
    addEventListener("focus", () => this.read(null));
  }

  /** ``conversation``: which one was changed, null for any. */
  tell(conversation: string | null): void {
    this.channel.postMessage(conversation);
  }

  onChange(read: Read): void {
    this.readers.push(read);
  }

  private read(conversation: string | null): void {
    for (const read of this.readers) read(conversation);
  }
}

export const tabs = new Tabs();
