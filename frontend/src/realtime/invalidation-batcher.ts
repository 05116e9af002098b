import { hashKey, type Query, type QueryClient, type QueryKey } from "@tanstack/react-query";

const PAUSE_MS = 250;

/** Lists that are out of date, loaded anew together: ten messages in a second are one question to the server. */
export class InvalidationBatcher {
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
    for (const queryKey of due) {
      for (const query of this.client.getQueryCache().findAll({ queryKey })) this.followUp(query);
      void this.client.invalidateQueries({ queryKey });
    }
  }

  /**
   * An invalidation gives up an answer on its way only where the list is shown already. Any other counts as
   * fresh when it comes, although it may have been read before the event: it is made out of date once more.
   */
  private followUp(query: Query): void {
    const isGivenUp = query.state.data !== undefined && query.isActive();
    if (!isGivenUp) query.promise?.then(() => this.add([query.queryKey])).catch(() => undefined);
  }
}
