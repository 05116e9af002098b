import { Trans } from "@lingui/react/macro";
import { pathTo } from "@/lib/paths";
import { AppLink } from "@/ui/app-link";
import { ButtonLink } from "@/ui/button";
import type { OfferProps } from "./join-form";
import { SignUpForm } from "./sign-up-form";
import { VerificationEmailForm } from "./verification-email-form";

const SIGN_IN = pathTo("/sign-in", {}, { next: "/join" });

interface NewcomerProps extends OfferProps {
  /** The reader goes to sign in, and comes back. */
  onSignIn: () => void;
}

/** The ways in for who is not signed in: with the account that there is, or with one that is made here. */
export function JoinOptions({ onSignIn, ...props }: NewcomerProps) {
  const { offer, secret } = props;
  const { proof, for_address } = offer;
  const email = proof?.email;
  if (proof && !proof.has_account)
    return (
      <>
        <SignUpForm {...props} email={proof.email} />
        {!for_address && (
          <p>
            <AppLink href={SIGN_IN} onClick={onSignIn}>
              <Trans>Уже маєте обліковий запис? Увійдіть</Trans>
            </AppLink>
          </p>
        )}
      </>
    );
  return (
    <>
      <p>
        {proof ? (
          <Trans>
            На адресу <b>{email}</b> вже є обліковий запис. Увійдіть, указавши її, щоб долучитися.
          </Trans>
        ) : for_address ? (
          <Trans>Запрошення — на одну електронну адресу. Увійдіть, указавши її, щоб долучитися.</Trans>
        ) : (
          <Trans>Увійдіть, щоб долучитися.</Trans>
        )}
      </p>
      <ButtonLink href={SIGN_IN} onClick={onSignIn}>
        <Trans>Увійти</Trans>
      </ButtonLink>
      {!proof && <VerificationEmailForm secret={secret} forAddress={for_address} />}
    </>
  );
}
