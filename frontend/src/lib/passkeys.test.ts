import { afterEach, expect, it, vi } from "vitest";
import { makePasskey, PasskeyNotGiven, showPasskey, toBytes, toText } from "./passkeys";

const bytes = (...numbers: number[]) => Uint8Array.from(numbers).buffer;

function browserWith(credentials: object): void {
  vi.stubGlobal("navigator", { credentials });
}

afterEach(() => vi.unstubAllGlobals());

it("writes bytes as addresses can hold them, and back", () => {
  expect(toText(bytes(251, 255, 254))).toBe("-__-");
  expect([...toBytes("-__-")]).toEqual([251, 255, 254]);
  expect([...toBytes(toText(bytes(1, 2)))]).toEqual([1, 2]);
});

it("asks for a new passkey in bytes and answers in JSON", async () => {
  const create = vi.fn(async (_options: CredentialCreationOptions) => ({
    id: "AQI",
    rawId: bytes(1, 2),
    type: "public-key",
    response: { clientDataJSON: bytes(3), attestationObject: bytes(4) },
  }));
  browserWith({ create });
  const options = {
    publicKey: { challenge: "AQ", user: { id: "Ag", name: "o" }, excludeCredentials: [{ id: "Aw" }] },
  };
  expect(await makePasskey(options)).toEqual({
    id: "AQI",
    rawId: "AQI",
    type: "public-key",
    response: { clientDataJSON: "Aw", attestationObject: "BA" },
  });
  const asked = create.mock.calls[0]?.[0].publicKey;
  expect(asked?.user.id).toEqual(toBytes("Ag"));
  expect(asked?.excludeCredentials?.[0]?.id).toEqual(toBytes("Aw"));
});

it("tells a closed window from a fault", async () => {
  const options = { publicKey: { challenge: "AQ" } };
  browserWith({ get: () => Promise.reject(new DOMException("", "NotAllowedError")) });
  await expect(showPasskey(options)).rejects.toBeInstanceOf(PasskeyNotGiven);
  browserWith({ get: () => Promise.reject(new DOMException("", "SecurityError")) });
  await expect(showPasskey(options)).rejects.not.toBeInstanceOf(PasskeyNotGiven);
});
