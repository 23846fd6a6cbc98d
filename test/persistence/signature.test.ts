import { describe, expect, it } from "vitest";
import { checksumOf, type JsonObject } from "../../src/document/index.js";
import { inspect, KindredError, load, Scaler, signDocument, verifyDocument } from "../../src/index.js";

const pair = async (): Promise<CryptoKeyPair> =>
  (await crypto.subtle.generateKey("Ed25519", false, ["sign", "verify"])) as CryptoKeyPair;
const [ours, theirs] = [await pair(), await pair()];
const fitted = await new Scaler().fit([[1], [2], [3]]);

async function refusal(run: Promise<unknown>): Promise<string> {
  const error = await run.then(
    () => new Error("it was not refused"),
    (cause: unknown) => cause,
  );
  if (!(error instanceof KindredError)) throw error;
  return error.message;
}

describe("A signature shows who wrote a document", () => {
  it("and travels in its envelope, which loads as before", async () => {
    const signed = await signDocument(fitted, ours.privateKey, { key: "2026" });
    expect(signed).toMatchObject({ signature: { algorithm: "Ed25519", key: "2026" } });
    const text = JSON.stringify(signed);
    expect(await verifyDocument(text, ours.publicKey)).toBe(text);
    expect(load(await verifyDocument(signed, [theirs.publicKey, ours.publicKey])).kind).toBe("Scaler");
    expect(inspect(text)).toMatchObject({ signed: true, intact: true });
    expect(inspect(fitted)).toMatchObject({ signed: false });
    const again = (await signDocument(text, theirs.privateKey)) as JsonObject;
    expect(again["checksum"]).toBe((signed as JsonObject)["checksum"]);
    await verifyDocument(again, theirs.publicKey);
  });

  it("whatever the order of keys and the spaces between them", async () => {
    const { signature, checksum, ...rest } = (await signDocument(fitted, ours.privateKey)) as JsonObject;
    const turned = Object.fromEntries([
      ["signature", signature],
      ["checksum", checksum],
      ...Object.entries(rest).reverse(),
    ]);
    await verifyDocument(JSON.stringify(turned, undefined, 4), ours.publicKey);
  });

  it("and is refused where the document is not signed, by another key, or changed and given a right checksum", async () => {
    const signed = (await signDocument(fitted, ours.privateKey)) as JsonObject;
    expect(await refusal(verifyDocument(fitted, ours.publicKey))).toContain("not signed");
    expect(await refusal(verifyDocument(signed, theirs.publicKey))).toContain("none of the keys");
    expect(await refusal(verifyDocument(signed, []))).toContain("none of the keys");
    const changed = { ...signed, params: { ...(signed["params"] as object), center: false } } as JsonObject;
    const sealed = { ...changed, checksum: checksumOf(changed) };
    expect(load(sealed).params).toMatchObject({ center: false });
    expect(await refusal(verifyDocument(sealed, ours.publicKey))).toContain("changed since");
    const { signature: __, ...cut } = signed;
    expect(await refusal(verifyDocument(cut, ours.publicKey))).toContain("not signed");
    for (const signature of [null, {}, { algorithm: "none", value: "" }, { algorithm: "Ed25519", value: "AAAA" }])
      expect(await refusal(verifyDocument({ ...signed, signature }, ours.publicKey))).toContain("/signature");
  });

  it("by keys of the right kind alone", async () => {
    for (const key of [ours.publicKey, undefined, {}, "key"] as never[])
      expect(await refusal(signDocument(fitted, key))).toContain("Pass a private Ed25519 key");
    for (const key of [ours.privateKey, undefined, {}] as never[])
      expect(await refusal(verifyDocument(await signDocument(fitted, ours.privateKey), key))).toContain(
        "public Ed25519",
      );
    const other = await crypto.subtle.generateKey({ name: "ECDSA", namedCurve: "P-256" }, false, ["sign", "verify"]);
    expect(await refusal(signDocument(fitted, other.privateKey))).toContain("ECDSA");
  });
});
