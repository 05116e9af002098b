import { type ChangeEvent, type ReactNode, useState } from "react";
import { fieldErrorUnder } from "@/api/problem";
import { fieldError } from "@/ui/field-error";
import type { Command } from "./use-command";

type Problems<V> = { [N in keyof V]?: string | false };
type Named<V, T> = { [N in keyof V]: V[N] extends T ? N : never }[keyof V];
/** Fields in which anything may be typed, not one of a few words. */
type TextName<V> = { [N in keyof V]: string extends V[N] ? N : never }[keyof V];
type FieldEvent = ChangeEvent<HTMLInputElement | HTMLTextAreaElement | HTMLSelectElement>;

// biome-ignore lint/suspicious/noExplicitAny: what the server answers is no matter of the form
type AnyCommand<V> = Command<V, any>;

/** What a form needs of its command. */
export type FormCommand<V> = Pick<
  AnyCommand<V>,
  "error" | "isPending" | "begin" | "confirm" | "reset" | "personalData"
> & { mutate: (values: V) => void };

interface FormOptions<V extends object> {
  /** What the fields hold at first. Who has not touched a field sees what others change meanwhile. */
  initial: V;
  /** Gets the values, trimmed; its version is the one that was shown when the person began. */
  command: FormCommand<V>;
  /** What is said of a field that was left empty. */
  required?: Problems<V>;
  /** What else is wrong with the trimmed values. */
  validate?: (values: V) => Problems<V>;
  /** What the server calls a field, where that is not `/name`. */
  pointers?: { [N in keyof V]?: string[] };
  /** Passwords and the like: a space is part of them. */
  verbatim?: (keyof V)[];
  /** The refusal of something else that was asked with the same fields. */
  refusal?: unknown;
}

/** A form: bind its fields by `<TextInput label=… {...form.text("name")} />`. */
export interface Form<V extends object> {
  values: V;
  /** What the person has changed. */
  own: Partial<V>;
  busy: boolean;
  /** Whether it was submitted once: errors of empty fields are shown from then on. */
  tried: boolean;
  /** What the server said of the last attempt. */
  refusals: unknown[];
  command: FormCommand<V>;
  /** What was sent, by the pointers of its fields. */
  texts: () => Record<string, string>;
  change: (part: Partial<V>) => void;
  /** Says what is missing, or calls this with the trimmed values; without it, the command. */
  submit: (send?: (values: V) => void) => void;
  reset: () => void;
  text: (name: TextName<V>) => { value: string; onChange: (event: FieldEvent) => void; error: ReactNode };
  check: (name: Named<V, boolean>) => {
    checked: boolean;
    onChange: (event: ChangeEvent<HTMLInputElement>) => void;
    error: ReactNode;
  };
  /** One of a few, by radio buttons or from a list. */
  choice: <N extends Named<V, string>>(
    name: N,
  ) => { value: V[N]; onChange: (chosen: string | null) => void; error: ReactNode };
  /** Anything that tells its new value: a date, a list, somebody who was found. */
  value: <N extends keyof V>(name: N) => { value: V[N]; onChange: (value: V[N]) => void; error: ReactNode };
}

/** Of the values, those that the person has changed. */
export function touchedOf<V extends object>({ own }: Pick<Form<V>, "own">, values: V): Partial<V> {
  return Object.fromEntries(Object.entries(values).filter(([name]) => name in own)) as Partial<V>;
}

const isEmpty = (value: unknown) =>
  value === "" || value === null || value === undefined || (Array.isArray(value) && value.length === 0);

function trim<V extends object>(values: V, verbatim: (keyof V)[]): V {
  const entries = Object.entries(values).map(([name, value]) => [
    name,
    typeof value === "string" && !verbatim.includes(name as keyof V) ? value.trim() : value,
  ]);
  return Object.fromEntries(entries) as V;
}

/** What ties inputs to the values. */
function binders<V extends object>(
  values: V,
  change: (part: Partial<V>) => void,
  error: (name: keyof V) => ReactNode,
): Pick<Form<V>, "text" | "check" | "choice" | "value"> {
  const set = (name: keyof V, value: unknown) => change({ [name]: value } as Partial<V>);
  return {
    text: (name) => ({
      value: values[name] as string,
      onChange: (event) => set(name, event.currentTarget.value),
      error: error(name),
    }),
    check: (name) => ({
      checked: values[name] as boolean,
      onChange: (event) => set(name, event.currentTarget.checked),
      error: error(name),
    }),
    choice: (name) => ({
      value: values[name],
      onChange: (chosen) => chosen !== null && set(name, chosen),
      error: error(name),
    }),
    value: (name) => ({ value: values[name], onChange: (value) => set(name, value), error: error(name) }),
  };
}

/** What a person fills in for a command, and what is to be said of each field once they have tried to send it. */
export function useForm<V extends object>(options: FormOptions<V>): Form<V> {
  const { initial, command, required, validate, pointers, verbatim = [], refusal } = options;
  const [own, setOwn] = useState<Partial<V>>({});
  const [tried, setTried] = useState(false);
  const values: V = { ...initial, ...own };
  const trimmed = trim(values, verbatim);
  const names = Object.keys(trimmed) as (keyof V)[];
  const refusals = [refusal, command.error];
  const wrong = validate?.(trimmed);
  const problem = (name: keyof V) => (isEmpty(trimmed[name]) && required?.[name]) || wrong?.[name];
  const pointersOf = (name: keyof V) => pointers?.[name] ?? [`/${String(name)}`];
  const error = (name: keyof V) => {
    // Each is asked: what nobody asks for is said below the fields.
    const refused = refusals.flatMap((one) =>
      pointersOf(name).map((pointer) => fieldErrorUnder(one, pointer)),
    );
    return fieldError((tried && problem(name)) || refused.find(Boolean));
  };
  const change = (part: Partial<V>) => {
    command.begin();
    setOwn((known) => ({ ...known, ...part }));
  };
  const submit = (send: (values: V) => void = command.mutate) => {
    setTried(true);
    if (!names.some(problem)) send(trimmed);
  };
  const reset = () => {
    setOwn({});
    setTried(false);
  };
  const texts = () => {
    const typed = names.filter((name) => typeof trimmed[name] === "string");
    return Object.fromEntries(
      typed.flatMap((name) => pointersOf(name).map((pointer) => [pointer, String(trimmed[name])])),
    );
  };
  return {
    values,
    own,
    busy: command.isPending,
    tried,
    refusals,
    command,
    texts,
    change,
    submit,
    reset,
    ...binders(values, change, error),
  };
}
