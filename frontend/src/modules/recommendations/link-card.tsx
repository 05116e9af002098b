import { Trans, useLingui } from "@lingui/react/macro";
import { Checkbox } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { deleteRecommendationLink, postRecommendationLink } from "@/api/generated/sdk.gen";
import type { RecommendationLinkOut, RecommendationPageOut } from "@/api/generated/types.gen";
import { unwrap } from "@/api/unwrap";
import { CopyButton } from "@/kit/copy-button";
import { FormDialog } from "@/kit/form-dialog";
import { QueryBoundary } from "@/kit/query-boundary";
import { useCommand } from "@/kit/use-command";
import { useDialog } from "@/kit/use-dialog";
import { useEndDateText } from "@/kit/use-end-date-text";
import { useForm } from "@/kit/use-form";
import { useLocale } from "@/lib/locale";
import { keys } from "@/queries/keys";
import { recommendationLinkQuery } from "@/queries/recommendations";
import { Button } from "@/ui/button";
import { Card } from "@/ui/card";
import { DateField } from "@/ui/date-field";
import classes from "./link-card.module.css";

interface Props {
  recommendation: RecommendationPageOut;
}

/** The link by which an addressee without an account answers, for who leads. */
export function LinkCard({ recommendation }: Props) {
  const { id, allowed } = recommendation;
  const may = allowed.includes("make_link");
  const link = useQuery({ ...recommendationLinkQuery(id), enabled: may });
  const making = useDialog();
  // Kept here alone, and gone with the page: nobody is shown it again.
  const [path, setPath] = useState<string | null>(null);
  if (!may) return null;
  return (
    <Card padded title={<Trans>Посилання для адресата</Trans>}>
      <QueryBoundary query={link} loading={<Trans>Завантажуємо посилання…</Trans>}>
        {({ link: live }) => (
          <div className="v-stack">
            <State link={live} />
            {path && live && <Address path={path} />}
            <div className={classes.buttons}>
              <Button kind="quiet" onClick={() => making.open()}>
                {live ? <Trans>Нове посилання</Trans> : <Trans>Створити посилання</Trans>}
              </Button>
              {live && <RevokeButton recommendationId={id} onRevoked={() => setPath(null)} />}
            </div>
          </div>
        )}
      </QueryBoundary>
      {making.render((_, close) => (
        <MakeLinkDialog recommendation={recommendation} onMade={setPath} onClose={close} />
      ))}
    </Card>
  );
}

function State({ link }: { link: RecommendationLinkOut["link"] }) {
  const until = useEndDateText();
  if (!link)
    return (
      <p className="v-small v-t2">
        <Trans>За посиланням адресат відповість без облікового запису.</Trans>
      </p>
    );
  return (
    <p className="v-small v-t2">
      {until(link.expires_at)}
      {link.letter?.state === "lost" && (
        <>
          {" "}
          <Trans>Лист не дійшов: зателефонуйте або передайте посилання самі.</Trans>
        </>
      )}
    </p>
  );
}

function RevokeButton({ recommendationId, onRevoked }: { recommendationId: string; onRevoked: () => void }) {
  const { t } = useLingui();
  const revoking = useCommand({
    run: () => unwrap(deleteRecommendationLink({ path: { recommendation_id: recommendationId } })),
    success: t`Посилання більше не діє`,
    onSuccess: onRevoked,
    invalidates: [keys.recommendationLink(recommendationId)],
    tellsErrors: true,
  });
  return (
    <Button kind="ghost" busy={revoking.isPending} onClick={() => revoking.mutate()}>
      <Trans>Відкликати посилання</Trans>
    </Button>
  );
}

/** Shown once, right after it was made. */
function Address({ path }: { path: string }) {
  const address = `${location.origin}${path}`;
  return (
    <>
      <p role="status">
        <Trans>Покажемо це посилання лише зараз. Хто його має, той відповідає за адресата.</Trans>
      </p>
      <p className={classes.address}>{address}</p>
      <CopyButton text={address} />
    </>
  );
}

interface MakeLinkProps extends Props {
  onMade: (path: string) => void;
  onClose: () => void;
}

function MakeLinkDialog({ recommendation, onMade, onClose }: MakeLinkProps) {
  const { t } = useLingui();
  const { dates } = useLocale();
  const restricted = recommendation.dossier.visibility === "participants";
  const command = useCommand({
    run: ({ until, send, shows_restricted }: { until: string; send: boolean; shows_restricted: boolean }) =>
      unwrap(
        postRecommendationLink({
          path: { recommendation_id: recommendation.id },
          body: { send, ...(until ? { until } : {}), ...(restricted ? { shows_restricted } : {}) },
        }),
      ),
    success: t`Посилання створено`,
    onSuccess: ({ path }) => {
      onMade(path);
      onClose();
    },
    invalidates: [keys.recommendationLink(recommendation.id)],
  });
  const form = useForm({ initial: { until: "", send: true, shows_restricted: false }, command });
  return (
    <FormDialog
      form={form}
      title={t`Посилання для адресата`}
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
      <Checkbox label={t`Надіслати листа адресатові`} {...form.check("send")} />
      {restricted && (
        <Checkbox
          label={t`Показати адресатові, хоча бачить не вся група`}
          {...form.check("shows_restricted")}
        />
      )}
    </FormDialog>
  );
}
