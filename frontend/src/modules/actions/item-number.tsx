import { Trans, useLingui } from "@lingui/react/macro";

/** «№ 5» / “No. 5”, with a space that does not break. */
export function ItemNumber({ number, className = "v-no" }: { number: number; className?: string }) {
  return (
    <span className={className}>
      <Trans>№ {number}</Trans>
    </span>
  );
}

/** The same as plain words, for names and titles. */
export function useItemNumber(): (number: number) => string {
  const { t } = useLingui();
  return (number) => t`№ ${number}`;
}
