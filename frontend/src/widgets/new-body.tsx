import { Trans, useLingui } from "@lingui/react/macro";
import { Select, TextInput } from "@mantine/core";
import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { answered } from "@/api/answered";
import { postOutsideBodies } from "@/api/generated/sdk.gen";
import type { OutsideBodyOut } from "@/api/generated/types.gen";
import { once } from "@/api/headers";
import { refusedAt } from "@/api/problem";
import { keys } from "@/data/keys";
import { Button } from "@/design/button";
import { fieldError } from "@/design/field-error";
import { useChange } from "./use-change";

const EMPTY = { name: "", contact_name: "", email: "", phone: "", language: "uk" as "uk" | "en" };

interface NewBodyProps {
  groupId: string;
  onAdded: (body: OutsideBodyOut) => void;
}

/** A body that takes something on without an account: what it is called and how it is reached. */
export function NewBody({ groupId, onAdded }: NewBodyProps) {
  const { t } = useLingui();
  const client = useQueryClient();
  const [form, setForm] = useState(EMPTY);
  const [tried, setTried] = useState(false);
  const change = (part: Partial<typeof EMPTY>) => setForm((now) => ({ ...now, ...part }));
  const adding = useChange({
    ask: (body: typeof EMPTY) =>
      answered(postOutsideBodies({ path: { group_id: groupId }, body, headers: once() })),
    said: t`Виконавця додано`,
    onDone: (body) => {
      // It has to be among the choices before it is chosen.
      client.setQueryData(keys.outsideBodies(groupId), (known: OutsideBodyOut[] = []) => [...known, body]);
      onAdded(body);
    },
    forget: () => client.invalidateQueries({ queryKey: keys.outsideBodies(groupId) }),
  });
  const missing = tried && !form.name.trim() ? t`Напишіть, як називається виконавець` : undefined;
  const refused = (pointer: string) => fieldError(refusedAt(adding.error, pointer));
  return (
    <fieldset className="v-stack">
      <legend className="v-small v-t2">
        <Trans>Виконавець без облікового запису. Його контакти бачать лише ті, хто створює доручення.</Trans>
      </legend>
      <TextInput
        label={t`Назва виконавця`}
        maxLength={200}
        value={form.name}
        onChange={(event) => change({ name: event.currentTarget.value })}
        error={fieldError(missing) ?? refused("/name")}
      />
      <TextInput
        label={t`Контактна особа`}
        maxLength={200}
        value={form.contact_name}
        onChange={(event) => change({ contact_name: event.currentTarget.value })}
        error={refused("/contact_name")}
      />
      <TextInput
        label={t`Електронна пошта виконавця`}
        type="email"
        maxLength={254}
        value={form.email}
        onChange={(event) => change({ email: event.currentTarget.value.trim() })}
        error={refused("/email")}
      />
      <TextInput
        label={t`Телефон виконавця`}
        type="tel"
        maxLength={40}
        value={form.phone}
        onChange={(event) => change({ phone: event.currentTarget.value })}
        error={refused("/phone")}
      />
      <Select
        label={t`Мова листів і сторінок`}
        data={[
          { value: "uk", label: "Українська" },
          { value: "en", label: "English" },
        ]}
        allowDeselect={false}
        value={form.language}
        onChange={(value) => change({ language: value === "en" ? "en" : "uk" })}
      />
      <Button
        kind="quiet"
        busy={adding.isPending}
        onClick={() => {
          setTried(true);
          if (form.name.trim()) adding.mutate(form);
        }}
      >
        <Trans>Додати виконавця</Trans>
      </Button>
    </fieldset>
  );
}
