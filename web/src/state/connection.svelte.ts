/** Whether the server answers. Once it does not, it is asked again until it does. */
import { api, Unreachable } from "../api/client";

const EVERY_MS = 1500;

class Connection {
  broken = $state(false);
  private waiting: (() => void)[] = [];

  onReturn(then: () => void): void {
    this.waiting.push(then);
  }

  lost(): void {
    if (this.broken) return;
    this.broken = true;
    void this.wait();
  }

  /** What a failed request tells, in the server's words; nothing where it did not answer, which is shown anyway. */
  told(error: unknown): string {
    if (error instanceof Unreachable) {
      this.lost();
      return "";
    }
    return error instanceof Error ? error.message : String(error);
  }

  works(): void {
    this.broken = false;
  }

  private async wait(): Promise<void> {
    while (this.broken) {
      await new Promise((resolve) => setTimeout(resolve, EVERY_MS));
      if (await api.alive().then(() => true, () => false)) this.broken = false;
    }
    for (const then of this.waiting) then();
  }
}

export const connection = new Connection();
