import { ApiProblem, refusedAt } from "@/api/problem";

/** All that is said of a field: several things may hold messages where they are. */
export function allRefusedAt(error: unknown, pointer: string): string | undefined {
  refusedAt(error, pointer);
  if (!(error instanceof ApiProblem)) return undefined;
  const said = error.fields.filter((one) => one.pointer.startsWith(pointer));
  return said.map(({ message }) => message).join(". ") || undefined;
}
