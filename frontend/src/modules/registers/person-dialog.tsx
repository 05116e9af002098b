import { useLingui } from "@lingui/react/macro";
import { TextInput } from "@mantine/core";
import { type ReactNode, useState } from "react";
import { fieldErrorAt } from "@/api/problem";
import { FormErrors } from "@/kit/form-errors";
import { InviteInstead } from "@/modules/access/invite-instead";
import { Dialog } from "@/ui/dialog";
import { fieldError } from "@/ui/field-error";

interface Said {
  email: string;
  document: string;
}

interface Invitation {
  busy: boolean;
  error: unknown;
  send: (said: Said) => void;
  /** Forgets what was wrong with it. */
  forget: () => void;
}

interface PersonDialogProps {
  title: string;
  lead: ReactNode;
  submit: string;
  busy: boolean;
  error: unknown;
  /** Whether the fields of `children` are filled in. */
  ready?: boolean;
  onClose: () => void;
  onSubmit: (said: Said) => void;
  /** Offers it in a letter to whoever has no account yet. */
  invitation: Invitation;
  /** Fields that stand between the two. */
  children?: (tried: boolean) => ReactNode;
}

/** Gives somebody who has an account a say, on the strength of a document. */
export function PersonDialog({
  error,
  ready = true,
  onSubmit,
  invitation,
  children,
  ...rest
}: PersonDialogProps) {
  const { t } = useLingui();
  const [email, setEmail] = useState("");
  const [document, setDocument] = useState("");
  const [tried, setTried] = useState(false);
  const said = { email, document: document.trim() };
  const complete = email.includes("@") && said.document !== "" && ready;
  const send = () => {
    setTried(true);
    invitation.forget();
    if (complete) onSubmit(said);
  };
  const refused = (pointer: string) =>
    fieldErrorAt(invitation.error, pointer) || fieldErrorAt(error, pointer);
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
            refused("/email") ||
            refused("/person"),
        )}
      />
      <InviteInstead
        error={error}
        busy={invitation.busy}
        onInvite={() => complete && invitation.send(said)}
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
            refused("/document"),
        )}
      />
      <FormErrors error={invitation.error} />
      <FormErrors error={error} />
    </Dialog>
  );
}
