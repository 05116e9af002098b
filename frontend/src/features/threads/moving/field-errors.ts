import { ApiProblem, fieldErrorAt } from "@/api/problem";
import { fieldError } from "@/ui/field-error";

/** All that is said of a field, to be shown: several things may hold messages where they are. */
export function fieldErrorsAt(error: unknown, pointer: string) {
  fieldErrorAt(error, pointer);
  if (!(error instanceof ApiProblem)) return undefined;
  const said = error.fields.filter((one) => one.pointer.startsWith(pointer));
  return fieldError(said.map(({ message }) => message).join(". ") || undefined);
}
