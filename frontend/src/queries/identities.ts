import { getIdentityProviders, getManagedProviders, getMyIdentities } from "@/api/generated/sdk.gen";
import { keys } from "./keys";
import { detailQuery, listQuery } from "./query";

/** Organisations through whose own sign-in one may come in. */
export const providersQuery = listQuery(keys.providers, () => getIdentityProviders(), {
  staleTime: 5 * 60_000,
});

/** The reader's accounts at organisations, and where they may link another. */
export const identitiesQuery = detailQuery(keys.identities, () => getMyIdentities());

/** Every provider as it is kept. For administrators alone. */
export const managedProvidersQuery = listQuery(keys.keptProviders, () => getManagedProviders(), {
  retry: false,
});
