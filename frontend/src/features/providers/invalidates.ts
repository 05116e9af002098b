import { keys } from "@/queries/keys";

/** What a change of a provider makes old. */
export const INVALIDATES = [keys.managedProviders, keys.providers, keys.identities];
