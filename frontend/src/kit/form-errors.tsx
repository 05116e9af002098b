import { useLayoutEffect, useState } from "react";
import { unhandledFieldErrors } from "@/api/problem";
import { fieldError } from "@/ui/field-error";

/** What the server said of fields that the form does not show: told once all of it is on the page. */
export function FormErrors({ error }: { error: unknown }) {
  const [messages, setMessages] = useState("");
  useLayoutEffect(() => setMessages([...new Set(unhandledFieldErrors(error))].join("\n")));
  if (!messages) return null;
  return (
    <div role="alert">
      {messages.split("\n").map((message) => (
        <div key={message}>{fieldError(message)}</div>
      ))}
    </div>
  );
}

/** The same of several requests that were made with the fields of one form. */
export function FormRefusals({ refusals }: { refusals: unknown[] }) {
  // biome-ignore lint/suspicious/noArrayIndexKey: the refusals of a form keep their places
  return refusals.map((error, place) => <FormErrors key={place} error={error} />);
}
