import { ApiProblem, fieldErrorAt } from "@/api/problem";
import { fieldError } from "@/ui/field-error";

/** Return all errors of a field: there may be several reasons why messages cannot be moved. */
export function fieldErrorsAt(error: unknown, pointer: string) {
  fieldErrorAt(error, pointer);
  if (!(error instanceof ApiProblem)) return undefined;
  const said = error.fields.filter((one) => one.pointer.startsWith(pointer));
  return fieldError(said.map(({ message }) => message).join(". ") || undefined);
}
