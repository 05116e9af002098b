import { queryOptions } from "@tanstack/react-query";
import { getIdentityProviders, getManagedProviders, getMyIdentities } from "@/api/generated/sdk.gen";
import { unwrap } from "@/api/unwrap";
import { keys } from "./keys";

/** Organisations through whose own sign-in one may come in. */
export const providersQuery = queryOptions({
  queryKey: keys.providers,
  queryFn: async () => (await unwrap(getIdentityProviders())).items,
  staleTime: 5 * 60_000,
});

/** The reader's accounts at organisations, and where they may link another. */
export const identitiesQuery = queryOptions({
  queryKey: keys.identities,
  queryFn: () => unwrap(getMyIdentities()),
});

/** Every provider as it is kept. For administrators alone. */
export const managedProvidersQuery = queryOptions({
  queryKey: keys.keptProviders,
  queryFn: async () => (await unwrap(getManagedProviders())).items,
  retry: false,
});
