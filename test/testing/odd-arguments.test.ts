import { afterAll, describe, expect, it } from "vitest";
import { Random } from "../../src/engine/numeric/random/index.js";
import { NaiveBayes, onWarning, PCA, Scaler } from "../../src/index.js";
import { registry } from "../../src/registry.js";
import { checkOptionsOf } from "./checked-params.js";
import { oddCalls, placesOf, rawError } from "./odd-calls.js";
import { ODD } from "./odd-values.js";

onWarning(() => undefined);
afterAll(() => onWarning());

/** One in this number of all is tried; `npm run fuzz:arguments` tries all. */
const SHARE = 16;

describe("whatever stands for an argument, the answer is a value or an error of kindred's that says whose it is", () => {
  it.each(registry.map((type) => [type.kind, type] as const))("%s", async (kind, type) => {
    const places = placesOf(await oddCalls(type, checkOptionsOf(kind)), ODD);
    const random = new Random(7, kind);
    const raw: (string | undefined)[] = [];
    for (const [call, at, odd] of places) if (random.below(SHARE) === 0) raw.push(await rawError(call, at, odd, kind));
    expect(raw.filter((one) => one !== undefined)).toEqual([]);
    expect(raw.length).toBeGreaterThan(10);
  });

  it("also where it cannot be looked at, or has no text", async () => {
    const { proxy, revoke } = Proxy.revocable({}, {});
    revoke();
    expect(() => new Scaler(proxy)).toThrow("Scaler: a value that was given cannot be read: Cannot perform");
    expect(() => new Scaler().with(null as never)).toThrow("Scaler.with: got null");
    const fitted = await new PCA({ components: 1 }).fit([
      [1, 2],
      [3, 4],
      [5, 7],
    ]);
    expect(() => fitted.row(Symbol("odd") as never)).toThrow("a fitted PCA has no verb Symbol(odd)");
    const classifier = await new NaiveBayes().fit([[1], [2], [3], [4]], [0, 0, 1, 1]);
    expect(() => classifier.row("nonsense" as never)).toThrow("a fitted NaiveBayes has no nonsense");
    expect(() => fitted.loadings(Symbol("odd") as never)).toThrow("PCA.loadings: there is no component Symbol(odd)");
    expect(() => fitted.inverseTransform([["a"]] as never)).toThrow("PCA.inverseTransform: row 0, column 0 holds");
    await expect(new Scaler().fit([[1], [2, 3]])).rejects.toThrow("Scaler.fit: row 1 has 2 values and row 0 has 1");
  });
});
