import { useLingui } from "@lingui/react/macro";
import { IconBuildingCommunity } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { postProviderSignIn } from "@/api/generated/sdk.gen";
import { ApiProblem } from "@/api/problem";
import { unwrap } from "@/api/unwrap";
import { useCommand } from "@/kit/use-command";
import { useTransportError } from "@/kit/use-transport-error";
import { externalRedirect } from "@/lib/external-redirect";
import { useLocale } from "@/lib/locale";
import { providersQuery } from "@/queries/identities";
import { Button } from "@/ui/button";
import { Icon } from "@/ui/icon";
import { FormProblem } from "./refusal";
import classes from "./sign-in.module.css";

/** Sign-ins of organisations, where there are any. The reader comes back on another page. */
export function Providers({ next }: { next: string }) {
  const { t } = useLingui();
  const { localize: say } = useLocale();
  const unheard = useTransportError();
  const { data: providers = [] } = useQuery(providersQuery);
  const leaving = useCommand({
    run: (code: string) => unwrap(postProviderSignIn({ path: { code } })),
    onSuccess: ({ address }) => externalRedirect.go(address, next),
    tellsErrors: false,
  });
  if (providers.length === 0) return null;
  const { error } = leaving;
  const said =
    error instanceof ApiProblem && error.code === "provider_unavailable" ? error.message : undefined;
  return (
    <div className={classes.providers}>
      <FormProblem>
        {said ?? unheard(error) ?? (error ? t`Увійти не вдалося. Спробуйте ще.` : undefined)}
      </FormProblem>
      <div className={classes.ways}>
        {providers.map((provider) => {
          const name = say(provider.name);
          return (
            <Button
              key={provider.code}
              kind="quiet"
              busy={leaving.isPending && leaving.variables === provider.code}
              onClick={() => !leaving.isPending && leaving.mutate(provider.code)}
            >
              <Icon of={IconBuildingCommunity} />
              {t`Увійти через «${name}»`}
            </Button>
          );
        })}
      </div>
    </div>
  );
}
