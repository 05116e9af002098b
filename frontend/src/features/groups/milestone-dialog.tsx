import { useLingui } from "@lingui/react/macro";
import { TextInput } from "@mantine/core";
import { useState } from "react";
import { englishOf } from "@/lib/text";
import { Dialog } from "@/ui/dialog";
import { EnglishFields } from "@/ui/english-fields";
import { fieldError } from "@/ui/field-error";
import type { Choice } from "./milestone-row";

interface MilestoneDialogProps {
  /** Whose words are changed; null for a new one. */
  choice: Choice | null;
  onSay: (choice: Choice) => void;
  onClose: () => void;
}

/** The words of a milestone of the group’s own. */
export function MilestoneDialog({ choice, onSay, onClose }: MilestoneDialogProps) {
  const { t } = useLingui();
  const [title, setTitle] = useState(choice?.title.uk ?? "");
  const [english, setEnglish] = useState(choice ? englishOf(choice.title) : "");
  const [tried, setTried] = useState(false);
  const say = () => {
    setTried(true);
    if (!title.trim()) return;
    const fresh = { key: crypto.randomUUID(), check: "", told: false, kept: true };
    onSay({
      ...(choice ?? fresh),
      worded: true,
      title: { uk: title.trim(), en: english.trim() },
    });
    onClose();
  };
  return (
    <Dialog
      opened
      title={choice ? t`Слова кроку` : t`Свій крок`}
      lead={t`Про його виконання скаже хтось із вас: датою і документом.`}
      submit={choice ? t`Змінити` : t`Додати`}
      onClose={onClose}
      onSubmit={say}
    >
      <TextInput
        label={t`Чого хочете досягти`}
        placeholder={t`Спільне навчання проведено`}
        maxLength={200}
        data-autofocus
        value={title}
        onChange={(event) => setTitle(event.currentTarget.value)}
        error={fieldError(tried && !title.trim() && t`Напишіть кілька слів`)}
      />
      <EnglishFields opened={english !== ""}>
        <TextInput
          label={t`Те саме англійською`}
          maxLength={200}
          value={english}
          onChange={(event) => setEnglish(event.currentTarget.value)}
        />
      </EnglishFields>
    </Dialog>
  );
}
