/** Loads the database that lies in memory alone: only a shared device needs it. */
import type { Layout } from "./memory-database";

const load = () => import("./memory-database");

export async function openInMemory<T>(name: string, layout: Layout): Promise<T> {
  const { openInMemory: open } = await load();
  return open<T>(name, layout);
}

/** Drop the one of this name. Where it cannot be loaded, there is none. */
export async function dropFromMemory(name: string): Promise<void> {
  const database = await load().catch(() => null);
  database?.dropFromMemory(name);
}
