import { keys } from "@/queries/keys";

/** What a change of a provider makes old. */
export const INVALIDATES = [keys.keptProviders, keys.providers, keys.identities];
