import { hashKey, type QueryClient, type QueryKey } from "@tanstack/react-query";

const PAUSE_MS = 250;

/** Lists that are out of date, loaded anew together: ten messages in a second are one question to the server. */
export class Gathering {
  private readonly waiting = new Map<string, QueryKey>();
  private timer: ReturnType<typeof setTimeout> | undefined;

  constructor(private readonly client: QueryClient) {}

  add(stale: QueryKey[]): void {
    for (const key of stale) this.waiting.set(hashKey(key), key);
    if (this.waiting.size > 0) this.timer ??= setTimeout(() => this.flush(), PAUSE_MS);
  }

  private flush(): void {
    this.timer = undefined;
    const due = [...this.waiting.values()];
    this.waiting.clear();
    for (const queryKey of due) void this.client.invalidateQueries({ queryKey });
  }
}
