/**
 * A database that lies in memory alone, for a device that is not the person's own: it goes with the page. It knows
 * as much of `idb` as the stores of this folder use.
 */
interface Table {
  rows: Map<IDBValidKey, unknown>;
  keyPath?: string;
  /** By which field each index finds and orders. */
  indexes: Record<string, string>;
}

export type Layout = Record<string, { keyPath?: string; indexes?: Record<string, string> }>;

type Row = Record<string, unknown>;

const byField = (field: string) => (a: unknown, b: unknown) => {
  const [left, right] = [(a as Row)[field] as string, (b as Row)[field] as string];
  return left < right ? -1 : left > right ? 1 : 0;
};

class MemoryStore {
  constructor(private readonly table: Table) {}

  async get(key: IDBValidKey): Promise<unknown> {
    return structuredClone(this.table.rows.get(key));
  }

  async getAll(): Promise<unknown[]> {
    return structuredClone([...this.table.rows.values()]);
  }

  async put(value: unknown, key?: IDBValidKey): Promise<void> {
    const own = this.table.keyPath && (value as Row)[this.table.keyPath];
    this.table.rows.set((key ?? own) as IDBValidKey, structuredClone(value));
  }

  async delete(key: IDBValidKey): Promise<void> {
    this.table.rows.delete(key);
  }

  async count(): Promise<number> {
    return this.table.rows.size;
  }

  async *[Symbol.asyncIterator]() {
    for (const [key, value] of [...this.table.rows])
      yield {
        value: structuredClone(value),
        update: (changed: unknown) => this.put(changed, key),
        delete: () => this.delete(key),
      };
  }

  indexed(index: string, only?: unknown): [IDBValidKey, unknown][] {
    const field = this.table.indexes[index] ?? "";
    const found = [...this.table.rows].filter(
      ([, row]) => only === undefined || (row as Row)[field] === only,
    );
    return found.sort(([, a], [, b]) => byField(field)(a, b));
  }
}

export class MemoryDatabase {
  private readonly stores: Record<string, MemoryStore>;

  constructor(layout: Layout) {
    const tables = Object.entries(layout).map(([name, { keyPath, indexes = {} }]) => {
      return [name, new MemoryStore({ rows: new Map(), keyPath, indexes })] as const;
    });
    this.stores = Object.fromEntries(tables);
  }

  private of(name: string): MemoryStore {
    const store = this.stores[name];
    if (!store) throw new Error(`no store ${name}`);
    return store;
  }

  get = (name: string, key: IDBValidKey) => this.of(name).get(key);
  getAll = (name: string) => this.of(name).getAll();
  put = (name: string, value: unknown, key?: IDBValidKey) => this.of(name).put(value, key);
  delete = (name: string, key: IDBValidKey) => this.of(name).delete(key);
  count = (name: string) => this.of(name).count();

  async getAllFromIndex(name: string, index: string, only?: unknown): Promise<unknown[]> {
    return structuredClone(
      this.of(name)
        .indexed(index, only)
        .map(([, row]) => row),
    );
  }

  async getAllKeysFromIndex(name: string, index: string, only?: unknown): Promise<IDBValidKey[]> {
    return this.of(name)
      .indexed(index, only)
      .map(([key]) => key);
  }

  /** One page has it, and writes one thing after the other. */
  transaction(names: string | string[]) {
    const [first = ""] = [names].flat();
    return { store: this.of(first), objectStore: (name: string) => this.of(name), done: Promise.resolve() };
  }

  close(): void {}
}

const open = new Map<string, MemoryDatabase>();

/** The one of this name, for as long as the page stands. */
export function openInMemory<T>(name: string, layout: Layout): T {
  const database = open.get(name) ?? new MemoryDatabase(layout);
  open.set(name, database);
  return database as unknown as T;
}

export function dropFromMemory(name: string): void {
  open.delete(name);
}
