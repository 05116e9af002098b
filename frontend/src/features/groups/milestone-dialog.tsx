import { useLingui } from "@lingui/react/macro";
import { TextInput } from "@mantine/core";
import { FormDialog } from "@/kit/form-dialog";
import { useCommand } from "@/kit/use-command";
import { useForm } from "@/kit/use-form";
import { englishOf } from "@/lib/text";
import { EnglishFields } from "@/ui/english-fields";
import type { Choice } from "./milestone-row";

interface MilestoneDialogProps {
  /** Whose words are changed; null for a new one. */
  choice: Choice | null;
  onSay: (choice: Choice) => void;
  onClose: () => void;
}

/** Edit a milestone of the group; it is saved with the whole list. */
export function MilestoneDialog({ choice, onSay, onClose }: MilestoneDialogProps) {
  const { t } = useLingui();
  const command = useCommand({
    run: async ({ title, english }: { title: string; english: string }) => {
      const fresh = { key: crypto.randomUUID(), check: "", told: false, kept: true };
      onSay({ ...(choice ?? fresh), worded: true, title: { uk: title, en: english } });
    },
    onSuccess: onClose,
  });
  const form = useForm({
    initial: { title: choice?.title.uk ?? "", english: choice ? englishOf(choice.title) : "" },
    command,
    required: { title: t`Напишіть кілька слів` },
  });
  return (
    <FormDialog
      form={form}
      title={choice ? t`Слова кроку` : t`Свій крок`}
      lead={t`Про його виконання скаже хтось із вас: датою і документом.`}
      submit={choice ? t`Змінити` : t`Додати`}
      onClose={onClose}
    >
      <TextInput
        label={t`Чого хочете досягти`}
        placeholder={t`Спільне навчання проведено`}
        maxLength={200}
        data-autofocus
        {...form.text("title")}
      />
      <EnglishFields opened={form.values.english !== ""}>
        <TextInput label={t`Те саме англійською`} maxLength={200} {...form.text("english")} />
      </EnglishFields>
    </FormDialog>
  );
}
