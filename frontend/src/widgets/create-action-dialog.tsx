import { Trans, useLingui } from "@lingui/react/macro";
import { Select, Textarea, TextInput } from "@mantine/core";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { type ReactNode, useState } from "react";
import { answered } from "@/api/answered";
import { postGroupActionItems } from "@/api/generated/sdk.gen";
import type { ActionOut } from "@/api/generated/types.gen";
import { once } from "@/api/headers";
import { ApiProblem } from "@/api/problem";
import { membersQuery } from "@/data/groups";
import { keys } from "@/data/keys";
import type { Organisation } from "@/data/types";
import { DateField } from "@/design/date-field";
import { Dialog } from "@/design/dialog";
import { English } from "@/design/english";
import { fieldError } from "@/design/field-error";
import { SectorShape } from "@/design/sector";
import { announce, toast } from "@/design/toast";
import { byName } from "@/lib/dates";
import { useReader } from "@/lib/reader";
import { useFailureToast } from "./failure-toast";
import { VoiceField } from "./voice-field";

export interface ActionOrigin {
  groupId: string;
  /** The message that becomes a duty. */
  message?: { id: string; threadId: string; excerpt: ReactNode };
  /** The thread is seen by some only: so is what comes of it. */
  restricted?: boolean;
}

interface Form {
  title: string;
  english: string;
  mandateId: string | null;
  owner: string | null;
  verifier: string | null;
  due: string;
  criteria: string;
}

const EMPTY: Form = {
  title: "",
  english: "",
  mandateId: null,
  owner: null,
  verifier: null,
  due: "",
  criteria: "",
};
const FIELDS = [
  "/title",
  "/owner_organisation",
  "/due_on",
  "/criteria",
  "/verifier_organisation",
  "/on_behalf_of",
];

/** The organisations that sit in a group, by name. */
function useOrganisations(groupId: string): Organisation[] {
  const { language, say } = useReader();
  const { data: members = [] } = useQuery(membersQuery(groupId));
  const known = new Map(members.map(({ organisation }) => [organisation.id, organisation]));
  const compare = byName(language);
  return [...known.values()].sort((a, b) => compare(say(a.short_name), say(b.short_name)));
}

function useMaking(origin: ActionOrigin, onMade: (action: ActionOut) => void) {
  const { t } = useLingui();
  const client = useQueryClient();
  const failed = useFailureToast();
  return useMutation({
    mutationFn: (form: Form) =>
      answered(
        postGroupActionItems({
          path: { group_id: origin.groupId },
          body: {
            title: form.title.trim(),
            owner_organisation: form.owner ?? "",
            due_on: form.due,
            criteria: form.criteria
              .split("\n")
              .map((line) => line.trim())
              .filter(Boolean),
            ...(form.english.trim() ? { title_en: form.english.trim() } : {}),
            ...(form.mandateId ? { on_behalf_of: form.mandateId } : {}),
            ...(form.verifier ? { verifier_organisation: form.verifier } : {}),
            ...(origin.message ? { message: origin.message.id, thread: origin.message.threadId } : {}),
          },
          headers: once(),
        }),
      ),
    onSuccess: (action) => {
      void client.invalidateQueries({ queryKey: keys.actions });
      // Under its message the new item is seen at once; elsewhere it has to be told of.
      const tell = origin.message ? announce : toast;
      tell(t`Доручення № ${action.number} створено, виконавець уже знає`);
      onMade(action);
    },
    onError: (error) => {
      const shown = error instanceof ApiProblem && FIELDS.some((field) => error.field(field));
      if (!shown) failed(error);
    },
  });
}

interface CreateActionDialogProps {
  origin: ActionOrigin;
  onClose: () => void;
  onMade?: (action: ActionOut) => void;
}

/** Words become a duty: who does what by when, and how all will know that it is done. */
export function CreateActionDialog({ origin, onClose, onMade }: CreateActionDialogProps) {
  const { t } = useLingui();
  const { say, dates } = useReader();
  const organisations = useOrganisations(origin.groupId);
  const [form, setForm] = useState(EMPTY);
  const [tried, setTried] = useState(false);
  const making = useMaking(origin, (action) => {
    onMade?.(action);
    onClose();
  });
  const change = (part: Partial<Form>) => setForm((now) => ({ ...now, ...part }));
  const refused = (pointer: string) =>
    making.error instanceof ApiProblem ? making.error.field(pointer) : undefined;

  const problems = {
    title: form.title.trim() ? undefined : t`Назвіть, що треба зробити`,
    owner: form.owner ? undefined : t`Виберіть організацію, яка це зробить`,
    due: dueProblem(),
  };
  function dueProblem(): string | undefined {
    if (!form.due) return t`Впишіть дату: день, місяць і рік`;
    return form.due < dates.today() ? t`Ця дата вже минула. Виберіть пізнішу` : undefined;
  }
  const submit = () => {
    setTried(true);
    if (!problems.title && !problems.owner && !problems.due) making.mutate(form);
  };
  const shown = (problem: string | undefined, pointer: string) =>
    fieldError((tried && problem) || refused(pointer));
  const owner = organisations.find((one) => one.id === form.owner);
  const options = organisations.map((one) => ({ value: one.id, label: say(one.short_name) }));
  return (
    <Dialog
      opened
      title={t`Нове доручення`}
      lead={origin.message?.excerpt}
      submit={t`Доручити`}
      busy={making.isPending}
      onClose={onClose}
      onSubmit={submit}
    >
      <TextInput
        label={t`Назва доручення`}
        description={t`Дія, яку можна перевірити`}
        maxLength={200}
        data-autofocus
        value={form.title}
        onChange={(event) => change({ title: event.currentTarget.value })}
        error={shown(problems.title, "/title")}
      />
      <Select
        label={t`Виконавець`}
        description={t`Організація, не людина`}
        placeholder={t`Виберіть`}
        data={options}
        searchable
        nothingFoundMessage={t`У групі такої організації немає`}
        value={form.owner}
        onChange={(id) => change({ owner: id, verifier: form.verifier === id ? null : form.verifier })}
        leftSection={owner && <SectorShape sector={owner.sector} size={16} />}
        error={shown(problems.owner, "/owner_organisation")}
      />
      <DateField
        label={t`Строк`}
        value={form.due}
        min={dates.today()}
        onChange={(due) => change({ due })}
        error={shown(problems.due, "/due_on")}
      />
      <Textarea
        label={t`Виконано, якщо`}
        description={t`Кожна умова з нового рядка: за ними перевірятимуть`}
        rows={3}
        value={form.criteria}
        onChange={(event) => change({ criteria: event.currentTarget.value })}
        error={fieldError(refused("/criteria"))}
      />
      <Select
        label={t`Хто підтверджує`}
        description={t`Підтверджує інша організація, не виконавець`}
        placeholder={t`Будь-яка інша організація групи`}
        data={options.filter((one) => one.value !== form.owner)}
        clearable
        value={form.verifier}
        onChange={(id) => change({ verifier: id })}
        error={fieldError(refused("/verifier_organisation"))}
      />
      <VoiceField
        groupId={origin.groupId}
        value={form.mandateId}
        onChange={(mandateId) => change({ mandateId })}
        error={refused("/on_behalf_of")}
      />
      <English opened={false}>
        <TextInput
          label={t`Назва доручення англійською`}
          maxLength={200}
          value={form.english}
          onChange={(event) => change({ english: event.currentTarget.value })}
        />
      </English>
      {origin.restricted && (
        <p className="v-small v-t2">
          <Trans>Доручення бачитимуть лише ті, хто бачить цю тему, і його виконавець.</Trans>
        </p>
      )}
    </Dialog>
  );
}
