import { getIdentityProviders, getManagedProviders, getMyIdentities } from "@/api/generated/sdk.gen";
import { keys } from "./keys";
import { detailQuery, listQuery } from "./query";

/** Identity providers offered on the sign-in page. */
export const providersQuery = listQuery(keys.providers, () => getIdentityProviders(), {
  staleTime: 5 * 60_000,
});

/** The reader's linked identities, and the providers that can still be linked. */
export const identitiesQuery = detailQuery(keys.identities, () => getMyIdentities());

/** All identity providers with their settings. For administrators. */
export const managedProvidersQuery = listQuery(keys.managedProviders, () => getManagedProviders(), {
  retry: false,
});
