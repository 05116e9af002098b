import { useLingui } from "@lingui/react/macro";
import { TextInput } from "@mantine/core";
import { type ReactNode, useState } from "react";
import { Dialog } from "@/design/dialog";
import { fieldError } from "@/design/field-error";
import { refusedAt } from "./use-register-change";

interface PersonDialogProps {
  title: string;
  lead: ReactNode;
  submit: string;
  busy: boolean;
  error: unknown;
  /** Whether the fields of `children` are filled in. */
  ready?: boolean;
  onClose: () => void;
  onSubmit: (said: { email: string; document: string }) => void;
  /** Fields that stand between the two. */
  children?: (tried: boolean) => ReactNode;
}

/** Gives somebody who has an account a say, on the strength of a document. */
export function PersonDialog({ error, ready = true, onSubmit, children, ...rest }: PersonDialogProps) {
  const { t } = useLingui();
  const [email, setEmail] = useState("");
  const [document, setDocument] = useState("");
  const [tried, setTried] = useState(false);
  const send = () => {
    setTried(true);
    if (email.includes("@") && document.trim() && ready) onSubmit({ email, document: document.trim() });
  };
  const missing = (is: boolean, words: string) => tried && is && words;
  return (
    <Dialog opened onSubmit={send} {...rest}>
      <TextInput
        label={t`Електронна пошта`}
        description={t`Та, з якою особа входить у Віче`}
        type="email"
        autoComplete="off"
        maxLength={254}
        data-autofocus
        value={email}
        onChange={(event) => setEmail(event.currentTarget.value)}
        error={fieldError(
          missing(!email.includes("@"), t`Впишіть адресу електронної пошти`) ||
            refusedAt(error, "/email") ||
            refusedAt(error, "/person"),
        )}
      />
      {children?.(tried)}
      <TextInput
        label={t`Документ`}
        placeholder={t`Розпорядження № 7 від 12.01.2026`}
        maxLength={300}
        value={document}
        onChange={(event) => setDocument(event.currentTarget.value)}
        error={fieldError(
          missing(!document.trim(), t`Назвіть документ: на його підставі надається право`) ||
            refusedAt(error, "/document"),
        )}
      />
    </Dialog>
  );
}
