import { queryOptions } from "@tanstack/react-query";
import { getIdentityProviders, getManagedProviders, getMyIdentities } from "@/api/generated/sdk.gen";
import { answered } from "@/api/unwrap";
import { keys } from "./keys";

/** Organisations through whose own sign-in one may come in. */
export const providersQuery = queryOptions({
  queryKey: keys.providers,
  queryFn: async () => (await answered(getIdentityProviders())).items,
  staleTime: 5 * 60_000,
});

/** The reader's accounts at organisations, and where they may link another. */
export const identitiesQuery = queryOptions({
  queryKey: keys.identities,
  queryFn: () => answered(getMyIdentities()),
});

/** Every provider as it is kept. For administrators alone. */
export const keptProvidersQuery = queryOptions({
  queryKey: keys.keptProviders,
  queryFn: async () => (await answered(getManagedProviders())).items,
  retry: false,
});
