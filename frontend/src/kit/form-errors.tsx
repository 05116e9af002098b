import { unhandledFieldErrors } from "@/api/problem";
import { fieldError } from "@/ui/field-error";

/** What the server said of fields that the form does not show. Stands after the fields: they are asked first. */
export function FormErrors({ error }: { error: unknown }) {
  const messages = [...new Set(unhandledFieldErrors(error))];
  if (messages.length === 0) return null;
  return (
    <div role="alert">
      {messages.map((message) => (
        <div key={message}>{fieldError(message)}</div>
      ))}
    </div>
  );
}
