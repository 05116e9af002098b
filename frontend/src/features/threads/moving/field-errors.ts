import { ApiProblem, fieldErrorAt } from "@/api/problem";

/** All that is said of a field: several things may hold messages where they are. */
export function fieldErrorsAt(error: unknown, pointer: string): string | undefined {
  fieldErrorAt(error, pointer);
  if (!(error instanceof ApiProblem)) return undefined;
  const said = error.fields.filter((one) => one.pointer.startsWith(pointer));
  return said.map(({ message }) => message).join(". ") || undefined;
}
