import { useLingui } from "@lingui/react/macro";
import { TextInput, type TextInputProps } from "@mantine/core";
import type { ReactNode } from "react";
import { FormDialog } from "@/kit/form-dialog";
import type { Command } from "@/kit/use-command";
import type { Form } from "@/kit/use-form";
import { InviteInstead } from "@/modules/access/invite-instead";

/** What a form about a person and a document asks for, and what the server calls it. */
export function usePersonRules() {
  const { t } = useLingui();
  return {
    required: { document: t`Назвіть документ: на його підставі надається право` },
    validate: ({ email }: { email: string }) => ({
      email: !email.includes("@") && t`Впишіть адресу електронної пошти`,
    }),
    pointers: { email: ["/email", "/person"] },
  };
}

interface PersonDialogProps<V extends object> {
  title: string;
  lead: ReactNode;
  submit: string;
  form: Form<V>;
  email: TextInputProps;
  document: TextInputProps;
  /** Offers it in a letter to whoever has no account yet. */
  // biome-ignore lint/suspicious/noExplicitAny: what the server answers is no matter of the form
  invite: Command<V, any>;
  onClose: () => void;
  /** Fields that stand between the two. */
  children?: ReactNode;
}

/** Gives somebody who has an account a say, on the strength of a document. */
export function PersonDialog<V extends object>({
  form,
  email,
  document,
  invite,
  children,
  ...rest
}: PersonDialogProps<V>) {
  const { t } = useLingui();
  const send = () => {
    invite.reset();
    form.submit();
  };
  return (
    <FormDialog form={form} onSubmit={send} {...rest}>
      <TextInput
        label={t`Електронна пошта`}
        description={t`Та, з якою особа входить у Віче`}
        type="email"
        autoComplete="off"
        maxLength={254}
        data-autofocus
        {...email}
      />
      <InviteInstead
        error={form.command.error}
        busy={invite.isPending}
        onInvite={() => form.submit(invite.mutate)}
      />
      {children}
      <TextInput
        label={t`Документ`}
        placeholder={t`Розпорядження № 7 від 12.01.2026`}
        maxLength={300}
        {...document}
      />
    </FormDialog>
  );
}
