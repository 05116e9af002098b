/**
 * Passkeys between the server's JSON and the browser (WebAuthn Level 3). Written out, since the browser's own
 * `parseCreationOptionsFromJSON` and `toJSON` are missing on phones that are still in use.
 */

type Json = Record<string, unknown>;

interface Named {
  id: string;
}

/** The person closed the browser's window, or let it time out. */
export class PasskeyNotGiven extends Error {
  constructor(cause?: unknown) {
    super("no passkey was given", { cause });
    this.name = "PasskeyNotGiven";
  }
}

export function passkeysWork(): boolean {
  return typeof window.PublicKeyCredential === "function" && window.isSecureContext;
}

export function toBytes(text: string): Uint8Array<ArrayBuffer> {
  const plain = atob(text.replace(/-/g, "+").replace(/_/g, "/"));
  return Uint8Array.from(plain, (character) => character.charCodeAt(0));
}

export function toText(bytes: ArrayBuffer): string {
  const plain = String.fromCharCode(...new Uint8Array(bytes));
  return btoa(plain).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
}

function named(list: unknown): PublicKeyCredentialDescriptor[] {
  return ((list as Named[] | undefined) ?? []).map((one) => ({
    ...one,
    type: "public-key",
    id: toBytes(one.id),
  }));
}

function asked(options: unknown): Json {
  return (options as { publicKey: Json }).publicKey;
}

async function given(asking: Promise<Credential | null>): Promise<PublicKeyCredential> {
  try {
    const credential = await asking;
    if (credential) return credential as PublicKeyCredential;
  } catch (error) {
    if (!(error instanceof DOMException && ["NotAllowedError", "AbortError"].includes(error.name)))
      throw error;
    throw new PasskeyNotGiven(error);
  }
  throw new PasskeyNotGiven();
}

function answer(credential: PublicKeyCredential, response: Json): Json {
  return {
    id: credential.id,
    rawId: toText(credential.rawId),
    type: credential.type,
    response: { clientDataJSON: toText(credential.response.clientDataJSON), ...response },
  };
}

/** Lets the browser make a passkey. Throws PasskeyNotGiven; a DOMException for one that is there already. */
export async function makePasskey(options: unknown): Promise<Json> {
  const wanted = asked(options);
  const user = wanted.user as Named & Json;
  const publicKey = {
    ...wanted,
    challenge: toBytes(wanted.challenge as string),
    user: { ...user, id: toBytes(user.id) },
    excludeCredentials: named(wanted.excludeCredentials),
  } as unknown as PublicKeyCredentialCreationOptions;
  const made = await given(navigator.credentials.create({ publicKey }));
  const response = made.response as AuthenticatorAttestationResponse;
  return answer(made, { attestationObject: toText(response.attestationObject) });
}

/** Lets the person use a passkey. Throws PasskeyNotGiven. */
export async function showPasskey(options: unknown): Promise<Json> {
  const wanted = asked(options);
  const publicKey = {
    ...wanted,
    challenge: toBytes(wanted.challenge as string),
    allowCredentials: named(wanted.allowCredentials),
  } as unknown as PublicKeyCredentialRequestOptions;
  const shown = await given(navigator.credentials.get({ publicKey }));
  const response = shown.response as AuthenticatorAssertionResponse;
  return answer(shown, {
    authenticatorData: toText(response.authenticatorData),
    signature: toText(response.signature),
    userHandle: response.userHandle ? toText(response.userHandle) : undefined,
  });
}
