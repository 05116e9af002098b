import { Select, TextInput } from "@mantine/core";
import { render, screen, waitFor, within } from "@testing-library/react";
import { describe, expect, it, vi } from "vitest";
import { ApiProblem, type PersonalDataKind } from "@/api/problem";
import { Providers } from "@/app/providers";
import { createQueryClient } from "@/app/query-client";
import { axeViolations, setupPageTest } from "@/testing/test-page";
import { userEvent } from "@/testing/user";
import { DateField } from "@/ui/date-field";
import { FormDialog } from "./form-dialog";
import { useCommand } from "./use-command";
import { useForm } from "./use-form";

setupPageTest();

interface Values {
  name: string;
  role: "reader" | "writer";
  last: string;
  secret: string;
}
interface Sent {
  values: Values;
  ifMatch: string;
  confirmed?: PersonalDataKind[];
}

const INITIAL: Values = { name: "", role: "reader", last: "2027-01-05", secret: "" };

interface ProbeProps {
  initial?: Values;
  version?: number;
  answer: (sent: Sent) => Promise<unknown>;
  onClose: () => void;
  personalData?: { anyway: string };
}

function Probe({ initial = INITIAL, version = 1, answer, onClose, personalData }: ProbeProps) {
  const command = useCommand({
    run: (values: Values, { ifMatch, confirmed }) =>
      answer({ values, ifMatch: ifMatch["If-Match"], ...(confirmed && { confirmed }) }),
    version,
    personalData,
    onSuccess: onClose,
  });
  const form = useForm({
    initial,
    command,
    required: { name: "Впишіть назву" },
    validate: ({ last }) => ({ last: last < "2026-01-01" && "Ця дата вже минула" }),
    pointers: { last: ["/until"] },
    verbatim: ["secret"],
  });
  return (
    <FormDialog form={form} title="Нове" submit="Зберегти" onClose={onClose}>
      <DateField label="До якого дня" {...form.value("last")} />
      <TextInput label="Назва" data-autofocus {...form.text("name")} />
      <TextInput label="Секрет" {...form.text("secret")} />
      <Select
        label="Роль"
        data={[
          { value: "reader", label: "Читає" },
          { value: "writer", label: "Пише" },
        ]}
        {...form.choice("role")}
      />
    </FormDialog>
  );
}

/** Show the form; what is answered is thrown where it is a problem. */
async function show(given: Partial<ProbeProps>, ...answers: unknown[]) {
  const sent: Sent[] = [];
  const onClose = vi.fn();
  const answer = async (one: Sent) => {
    sent.push(one);
    const next = answers.shift();
    if (next instanceof Error) throw next;
    return next;
  };
  const client = createQueryClient({});
  const shown = (props: Partial<ProbeProps> = {}) => (
    <Providers queryClient={client}>
      <Probe answer={answer} onClose={onClose} {...given} {...props} />
    </Providers>
  );
  const { rerender } = render(shown());
  const dialog = within(await screen.findByRole("dialog"));
  const submit = () => userEvent.click(dialog.getByRole("button", { name: "Зберегти" }));
  return { dialog, sent, onClose, submit, rerender: (props: Partial<ProbeProps>) => rerender(shown(props)) };
}

const refusal = (code: string, ...errors: [pointer: string, message: string][]) =>
  new ApiProblem(
    422,
    code,
    "",
    errors.map(([pointer, message]) => ({ pointer, message, code: "phone", span: [0, 2] })),
  );

describe("a form in a dialog", () => {
  it("says what is missing only when it is sent, leads there, and sends what was typed without its edges", async () => {
    const { dialog, sent, submit, onClose } = await show({}, {});
    const name = dialog.getByLabelText("Назва");
    expect(dialog.queryByText("Впишіть назву")).toBeNull();
    await userEvent.type(name, "   ");
    await submit();
    expect(dialog.getByText("Впишіть назву")).toBeDefined();
    expect(document.activeElement).toBe(name);
    expect(await axeViolations()).toEqual([]);
    expect(sent).toEqual([]);
    await userEvent.type(name, "Нарада ");
    await userEvent.type(dialog.getByLabelText("Секрет"), " x ");
    await submit();
    await waitFor(() => expect(onClose).toHaveBeenCalled());
    expect(sent).toEqual([{ values: { ...INITIAL, name: "Нарада", secret: " x " }, ifMatch: '"1"' }]);
  });

  it("says what else is wrong, too", async () => {
    const { dialog, sent, submit } = await show({
      initial: { ...INITIAL, name: "Нарада", last: "2020-01-01" },
    });
    await submit();
    expect(dialog.getByText("Ця дата вже минула")).toBeDefined();
    expect(sent).toEqual([]);
  });

  it("puts what the server refused beside its field, and the rest below them", async () => {
    const { dialog, submit } = await show(
      { initial: { ...INITIAL, name: "Нарада" } },
      refusal("invalid", ["/until", "Запізно"], ["/name/uk", "Задовга"], ["/seat", "Місце зайняте"]),
    );
    await submit();
    expect(await dialog.findByText("Місце зайняте")).toBeDefined();
    expect(within(dialog.getByRole("alert")).queryByText("Запізно")).toBeNull();
    expect(dialog.getByLabelText(/До якого дня/).getAttribute("aria-invalid")).toBe("true");
    expect(dialog.getByLabelText("Назва").getAttribute("aria-invalid")).toBe("true");
    expect(dialog.getByText("Задовга")).toBeDefined();
    expect(document.activeElement).toBe(dialog.getByLabelText(/До якого дня/));
  });

  it("follows what others change until a field is touched, and overwrites the version that was seen then", async () => {
    const { dialog, sent, submit, rerender } = await show({}, {});
    rerender({ initial: { ...INITIAL, name: "Нарада", secret: "a" }, version: 2 });
    await userEvent.type(dialog.getByLabelText("Назва"), " 2");
    rerender({ initial: { ...INITIAL, name: "Інша", secret: "b" }, version: 3 });
    expect(dialog.getByLabelText("Назва")).toHaveProperty("value", "Нарада 2");
    expect(dialog.getByLabelText("Секрет")).toHaveProperty("value", "b");
    await submit();
    await waitFor(() => expect(sent).toHaveLength(1));
    expect(sent[0]).toMatchObject({ ifMatch: '"2"', values: { name: "Нарада 2", secret: "b" } });
  });

  it("asks whether personal data is meant, and comes back with what was typed", async () => {
    const data = refusal("personal_data", ["/name", "Схоже на телефон"]);
    const asked = { initial: { ...INITIAL, name: "067" }, personalData: { anyway: "Усе одно зберегти" } };
    const { sent, submit, onClose } = await show(asked, data, data, {});
    await submit();
    const question = within(await screen.findByRole("dialog", { name: "Схоже на персональні дані" }));
    expect(question.getByText("06", { selector: "b" })).toBeDefined();
    await userEvent.click(question.getByRole("button", { name: "Перефразувати" }));
    const again = within(await screen.findByRole("dialog", { name: "Нове" }));
    expect(again.getByLabelText("Назва")).toHaveProperty("value", "067");
    await userEvent.click(again.getByRole("button", { name: "Зберегти" }));
    await userEvent.click(await screen.findByRole("button", { name: "Усе одно зберегти" }));
    await waitFor(() => expect(onClose).toHaveBeenCalled());
    expect(sent.map(({ confirmed }) => confirmed)).toEqual([undefined, undefined, ["phone"]]);
  });
});
