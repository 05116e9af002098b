import { Trans, useLingui } from "@lingui/react/macro";
import { Textarea, TextInput } from "@mantine/core";
import { type FormEvent, useState } from "react";
import { postFactorResets } from "@/api/generated/sdk.gen";
import { fieldErrorAt } from "@/api/problem";
import { unwrap } from "@/api/unwrap";
import type { Confirmed } from "@/kit/reauthentication/confirm-dialog";
import { useFactorChange } from "@/modules/factors/use-factor-change";
import { Button } from "@/ui/button";
import { Card } from "@/ui/card";
import { Dialog } from "@/ui/dialog";
import { fieldError } from "@/ui/field-error";
import { toast } from "@/ui/toast";
import { useFocusFirstInvalid } from "@/ui/use-focus-first-invalid";
import classes from "./system.module.css";

/** For who has lost the phone and the recovery codes: takes their second factors away, with a reason. */
export function ResetCard({ confirmed }: { confirmed: Confirmed }) {
  const { t } = useLingui();
  const [email, setEmail] = useState("");
  const [reason, setReason] = useState("");
  const [tried, setTried] = useState(false);
  const [asking, setAsking] = useState(false);
  const repairs = useFocusFirstInvalid();
  const resetting = useFactorChange({
    work: () => unwrap(postFactorResets({ body: { email: email.trim(), reason: reason.trim() } })),
    confirmed,
    onDone: () => {
      setEmail("");
      setReason("");
      setTried(false);
      toast(t`Способи підтвердження вилучено`);
    },
  });
  const wrong = (pointer: string, words: string, missing: string) =>
    fieldError((tried && !words.trim() && missing) || fieldErrorAt(resetting.error, pointer));
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setTried(true);
    if (email.trim() && reason.trim()) setAsking(true);
  };
  return (
    <Card padded title={<Trans>Загублений телефон</Trans>}>
      <form {...repairs} className={classes.form} onSubmit={submit} noValidate>
        <p className="v-small v-t2">
          <Trans>Спершу переконайтеся, хто просить: особисто або за відомим вам номером.</Trans>
        </p>
        <TextInput
          label={t`Електронна пошта людини`}
          type="email"
          autoComplete="off"
          value={email}
          onChange={(event) => setEmail(event.currentTarget.value)}
          error={wrong("/email", email, t`Впишіть адресу`)}
        />
        <Textarea
          label={t`Причина`}
          description={t`Людина прочитає її в листі`}
          rows={3}
          maxLength={500}
          value={reason}
          onChange={(event) => setReason(event.currentTarget.value)}
          error={wrong("/reason", reason, t`Напишіть причину: її прочитає людина`)}
        />
        <Button type="submit" kind="quiet" busy={resetting.isPending}>
          <Trans>Вилучити способи підтвердження</Trans>
        </Button>
      </form>
      <Dialog
        opened={asking}
        title={t`Вилучити всі способи підтвердження?`}
        lead={<Trans>{email}: усі входи закриються, увійти можна буде з самим паролем.</Trans>}
        submit={t`Вилучити`}
        submitKind="danger"
        onClose={() => setAsking(false)}
        onSubmit={() => {
          setAsking(false);
          resetting.mutate();
        }}
      />
    </Card>
  );
}
