import { plural } from "@lingui/core/macro";
import { Trans, useLingui } from "@lingui/react/macro";
import { Checkbox, Select, TextInput } from "@mantine/core";
import { IconCopy, IconKey, IconPlus, IconX } from "@tabler/icons-react";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { answered } from "@/api/answered";
import { deleteToken, postTokens } from "@/api/generated/sdk.gen";
import type { NewTokenOut, TokenOut } from "@/api/generated/types.gen";
import { ApiProblem } from "@/api/problem";
import { keys } from "@/data/keys";
import { scopesQuery, tokensQuery } from "@/data/me";
import { Button, ToolButton } from "@/design/button";
import { Card, CardList } from "@/design/card";
import { Dialog } from "@/design/dialog";
import { fieldError } from "@/design/field-error";
import { EmptyState } from "@/design/states";
import { toast } from "@/design/toast";
import { useReader } from "@/lib/reader";
import { useFailureToast } from "@/widgets/failure-toast";
import { QueryGate } from "@/widgets/query-gate";
import classes from "./settings.module.css";

const TERMS = [30, 90, 180, 365];

/** Keys for the person's own programs: each may do what it was given, until it ends or is revoked. */
export function TokensCard() {
  const tokens = useQuery(tokensQuery);
  const [making, setMaking] = useState(false);
  const [made, setMade] = useState<NewTokenOut | null>(null);
  return (
    <Card title={<Trans>Особисті ключі</Trans>}>
      {made && <Secret token={made} />}
      <QueryGate query={tokens} loading={<Trans>Завантажуємо ключі…</Trans>}>
        {(list) =>
          list.length === 0 ? (
            <EmptyState title={<Trans>Ключів немає</Trans>}>
              <Trans>Ключ дає вашій програмі робити те, що можете ви, і не більше, ніж ви дозволите.</Trans>
            </EmptyState>
          ) : (
            <CardList>
              {list.map((token) => (
                <Row key={token.id} token={token} />
              ))}
            </CardList>
          )
        }
      </QueryGate>
      <div className={classes.foot}>
        <Button kind="quiet" onClick={() => setMaking(true)}>
          <IconPlus size={20} stroke={1.75} aria-hidden="true" />
          <Trans>Новий ключ</Trans>
        </Button>
      </div>
      {making && <NewTokenDialog onMade={setMade} onClose={() => setMaking(false)} />}
    </Card>
  );
}

/** Shown once: nobody, the server included, can show it again. */
function Secret({ token }: { token: NewTokenOut }) {
  const { t } = useLingui();
  const copy = async () => {
    await navigator.clipboard.writeText(token.secret);
    toast(t`Ключ скопійовано`);
  };
  return (
    <div className={classes.foot}>
      <p className="v-small">
        <Trans>Збережіть ключ «{token.name}» зараз: більше його не покажемо.</Trans>
      </p>
      <div className={classes.secret}>
        <code>{token.secret}</code>
        <Button kind="quiet" onClick={() => void copy()}>
          <IconCopy size={20} stroke={1.75} aria-hidden="true" />
          <Trans>Копіювати</Trans>
        </Button>
      </div>
    </div>
  );
}

function Row({ token }: { token: TokenOut }) {
  const { t } = useLingui();
  const { dates } = useReader();
  const client = useQueryClient();
  const failed = useFailureToast();
  const revoking = useMutation({
    mutationFn: () => answered(deleteToken({ path: { token_id: token.id } })),
    onError: failed,
    onSettled: () => client.invalidateQueries({ queryKey: keys.tokens }),
  });
  const until = dates.long(dates.day(token.expires_at));
  const used = token.last_used_at ? t`востаннє ${dates.full(token.last_used_at)}` : t`ще не користувалися`;
  return (
    <li className={classes.session}>
      <IconKey size={24} stroke={1.75} aria-hidden="true" />
      <div>
        <b>{token.name}</b>
        <p className="v-tiny v-t2">
          {t`до ${until}`} · {used}
        </p>
        <p className="v-tiny v-t3">{token.scopes.join(", ")}</p>
      </div>
      <ToolButton
        label={t`Відкликати ключ: ${token.name}`}
        disabled={revoking.isPending}
        onClick={() => revoking.mutate()}
      >
        <IconX size={20} stroke={1.75} aria-hidden="true" />
      </ToolButton>
    </li>
  );
}

interface NewTokenDialogProps {
  onMade: (token: NewTokenOut) => void;
  onClose: () => void;
}

function NewTokenDialog({ onMade, onClose }: NewTokenDialogProps) {
  const { t } = useLingui();
  const { say } = useReader();
  const client = useQueryClient();
  const failed = useFailureToast();
  const { data: offered = [] } = useQuery(scopesQuery);
  const [name, setName] = useState("");
  const [days, setDays] = useState("90");
  const [scopes, setScopes] = useState<string[]>([]);
  const [tried, setTried] = useState(false);
  const making = useMutation({
    mutationFn: () =>
      answered(postTokens({ body: { name: name.trim(), scopes, expires_in_days: Number(days) } })),
    onSuccess: (token) => {
      void client.invalidateQueries({ queryKey: keys.tokens });
      onMade(token);
      onClose();
    },
    onError: (error) => {
      if (!(error instanceof ApiProblem && error.fields.length > 0)) failed(error);
    },
  });
  const refused = (pointer: string) =>
    making.error instanceof ApiProblem ? making.error.field(pointer) : undefined;
  const submit = () => {
    setTried(true);
    if (name.trim() && scopes.length > 0) making.mutate();
  };
  const term = (count: number) =>
    plural(count, { one: "# день", few: "# дні", many: "# днів", other: "# дня" });
  return (
    <Dialog
      opened
      title={t`Новий ключ`}
      submit={t`Створити`}
      busy={making.isPending}
      onClose={onClose}
      onSubmit={submit}
    >
      <TextInput
        label={t`Назва`}
        description={t`Для чого він: назва програми`}
        maxLength={100}
        data-autofocus
        value={name}
        onChange={(event) => setName(event.currentTarget.value)}
        error={fieldError((tried && !name.trim() && t`Назвіть ключ`) || refused("/name"))}
      />
      <Checkbox.Group
        label={t`Що дозволити`}
        value={scopes}
        onChange={setScopes}
        error={fieldError((tried && scopes.length === 0 && t`Виберіть хоча б одне`) || refused("/scopes"))}
      >
        <div className={classes.scopes}>
          {offered.map(({ scope, label }) => (
            <Checkbox key={scope} value={scope} label={say(label)} />
          ))}
        </div>
      </Checkbox.Group>
      <Select
        label={t`Скільки діє`}
        data={TERMS.map((count) => ({ value: String(count), label: term(count) }))}
        value={days}
        onChange={(value) => value && setDays(value)}
        error={fieldError(refused("/expires_in_days"))}
      />
    </Dialog>
  );
}
