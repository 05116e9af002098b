import { Trans, useLingui } from "@lingui/react/macro";
import { Checkbox } from "@mantine/core";
import type { QueryKey } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { FormDialog } from "@/kit/form-dialog";
import { useCommand } from "@/kit/use-command";
import { useForm } from "@/kit/use-form";
import { useLocale } from "@/lib/locale";
import { DateField } from "@/ui/date-field";
import { toast } from "@/ui/toast";

/** What is sent to make a link; its last day is left out by default, consent where everybody sees it anyway. */
export interface LinkAsked {
  send: boolean;
  until?: string;
  shows_restricted?: boolean;
}

interface LinkWords {
  until: string;
  send: boolean;
  shows_restricted: boolean;
}

export interface MakeLinkDialogProps {
  title: string;
  make: (asked: LinkAsked) => Promise<{ path: string }>;
  /** The state that holds the link. */
  state: QueryKey;
  /** The question whether a letter goes out, or why none can. */
  letter: { label: string } | { absent: ReactNode };
  /** The question for consent, where not everybody in the group sees what the link opens. */
  restricted?: string;
  onMade: (path: string) => void;
  onClose: () => void;
}

function useMakeLinkForm({ make, state, letter, restricted, onMade, onClose }: MakeLinkDialogProps) {
  const { t } = useLingui();
  const command = useCommand({
    run: ({ send, until, shows_restricted }: LinkWords) =>
      make({ send, ...(until ? { until } : {}), ...(restricted ? { shows_restricted } : {}) }),
    onSuccess: ({ path }, { send }) => {
      toast(send ? t`Посилання створено, лист піде за кілька секунд` : t`Посилання створено`);
      onMade(path);
      onClose();
    },
    invalidates: [state],
  });
  return useForm<LinkWords>({
    initial: { until: "", send: "label" in letter, shows_restricted: false },
    command,
  });
}

/** The dialog for a new link: its last day, the letter, and consent to show what not everybody sees. */
export function MakeLinkDialog(props: MakeLinkDialogProps) {
  const { title, letter, restricted, onClose } = props;
  const { t } = useLingui();
  const { dates } = useLocale();
  const form = useMakeLinkForm(props);
  return (
    <FormDialog
      form={form}
      title={title}
      lead={<Trans>Попереднє посилання, якщо воно є, перестане діяти.</Trans>}
      submit={t`Створити посилання`}
      onClose={onClose}
    >
      <DateField
        label={t`Діє до`}
        description={<Trans>Якщо не вказати, то 30 днів; найбільше 89</Trans>}
        min={dates.today()}
        {...form.value("until")}
      />
      {"label" in letter ? (
        <Checkbox label={letter.label} {...form.check("send")} />
      ) : (
        <p className="v-small v-t2">{letter.absent}</p>
      )}
      {restricted && <Checkbox label={restricted} {...form.check("shows_restricted")} />}
    </FormDialog>
  );
}
