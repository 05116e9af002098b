import { useLingui } from "@lingui/react/macro";
import { useState } from "react";
import type { MessageOut, ThreadOut } from "@/api/generated/types.gen";
import { fieldErrorAt, personalDataWarnings } from "@/api/problem";
import { useLocale } from "@/lib/locale";
import { useWide } from "@/lib/use-wide";
import { authorView } from "@/modules/mandates/voices";
import { Composer } from "@/modules/threads/composer";
import { publicVisibility } from "@/modules/threads/public-notice";
import type { WritingProps } from "./composer-area";
import { useComposerInput } from "./format/use-composer-input";
import { PersonalDataDialog } from "./on-demand";
import { useRewording } from "./use-message-edit";
import { useReadableText } from "./use-readable-text";

type EditMessageComposerProps = Pick<WritingProps, "thread" | "onCorrected" | "input"> & {
  message: MessageOut;
};

const publicOf = ({ public: shown }: ThreadOut, { number }: MessageOut) =>
  shown && number >= shown.first ? publicVisibility(shown.open) : null;

/** What was being written meanwhile waits as a draft. */
export function EditMessageComposer({ thread, message, onCorrected, input }: EditMessageComposerProps) {
  const { t } = useLingui();
  const { localize: say } = useLocale();
  const wide = useWide();
  const [said, write] = useState(message.body);
  const readable = useReadableText(said, write);
  const reword = useRewording(thread.id, onCorrected);
  const body = said.trim();
  const field = useComposerInput({ thread, input, ...readable });
  const concerns = personalDataWarnings(reword.error);
  const again = () => {
    reword.reset();
    // After the dialog has given the focus back.
    setTimeout(() => input.current?.focus());
  };
  return (
    <>
      <Composer
        wide={wide}
        inputRef={input}
        {...field}
        text={readable.text}
        onText={readable.onText}
        onSend={() => reword.mutate({ message, body })}
        voices={[]}
        voice={{ key: "", ...authorView(message.author, say) }}
        onVoice={() => undefined}
        toAll={publicOf(thread, message)}
        correcting={{ onCancel: onCorrected }}
        busy={reword.isPending}
        note={fieldErrorAt(reword.error, "/body")}
      />
      {concerns && (
        <PersonalDataDialog
          concerns={concerns}
          texts={{ "/body": body }}
          anyway={t`Усе одно зберегти`}
          onReword={again}
          onConfirm={reword.confirm}
          onClose={again}
        />
      )}
    </>
  );
}
