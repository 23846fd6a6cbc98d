import { describe, expect, it } from "vitest";
import { setOffloadDelay } from "../../src/engine/threads/index.js";
import { adjustedRandIndex, KMeans, KPrototypes, load, Pipeline, Schema } from "../../src/index.js";
import { parseCsv } from "../../src/io/index.js";

let state = 11;
const random = (): number => {
  state = (state * 48271) % 2147483647;
  return state / 2147483647;
};
const WORDS = ["a", "b", "c", "d"];
const people = Array.from({ length: 400 }, (_, i) => {
  const kind = i % 3;
  return {
    age: 20 + 20 * kind + Math.round(10 * random()),
    zone: random() < 0.8 ? WORDS[kind]! : WORDS[Math.floor(4 * random())]!,
    code: random() < 0.7 ? 1 + kind : 1 + Math.floor(5 * random()),
  };
});
type Person = (typeof people)[number];
const csv = (rows: readonly { readonly [K in keyof Person]: string | number }[]): string =>
  ["age,zone,code", ...rows.map(({ age, zone, code }) => `${age},${zone},${code}`)].join("\n");
const table = parseCsv(csv(people));

/** The method in plain loops, from given prototypes: assign, then means and most frequent values, until no row moves. */
function inPlainLoops(start: readonly Person[], gamma: number) {
  const mean = people.reduce((sum, { age }) => sum + age, 0) / people.length;
  const deviation = Math.sqrt(people.reduce((sum, { age }) => sum + (age - mean) ** 2, 0) / people.length);
  const cost = (a: Person, b: Person): number =>
    ((a.age - b.age) / deviation) ** 2 + gamma * (Number(a.zone !== b.zone) + Number(a.code !== b.code));
  const mode = <T>(values: readonly T[]): T => {
    const sorted = [...new Set(values)].sort((a, b) => (a < b ? -1 : 1));
    const count = (value: T): number => values.filter((other) => other === value).length;
    return sorted.reduce((best, value) => (count(value) > count(best) ? value : best));
  };
  let prototypes = [...start];
  let labels: number[] = [];
  for (;;) {
    const next = people.map((person) =>
      prototypes.reduce((best, one, k) => (cost(person, one) < cost(person, prototypes[best]!) ? k : best), 0),
    );
    if (next.every((label, i) => label === labels[i])) break;
    labels = next;
    prototypes = prototypes.map((before, k) => {
      const own = people.filter((_, i) => labels[i] === k);
      if (own.length === 0) return before;
      return {
        age: own.reduce((sum, { age }) => sum + age, 0) / own.length,
        zone: mode(own.map(({ zone }) => zone)),
        code: mode(own.map(({ code }) => code)),
      };
    });
  }
  return { prototypes, labels, cost: people.reduce((sum, one, i) => sum + cost(one, prototypes[labels[i]!]!), 0) };
}

describe("KPrototypes", () => {
  it.each([0.3, 1.5, 4])("rests where plain loops rest, with gamma %d", async (gamma) => {
    const fitted = await new KPrototypes({ clusters: 3, gamma, nominal: ["code"], seed: 2 }).fit(table);
    const found = fitted.prototypes.toArray().map((row) => row!.toJSON() as Person);
    const plain = inPlainLoops(found, gamma);
    expect([...fitted.predict(table)]).toEqual(plain.labels);
    expect(fitted.cost).toBeCloseTo(plain.cost, 8);
    plain.prototypes.forEach((prototype, k) => {
      expect(found[k]!.age).toBeCloseTo(prototype.age, 10);
      expect([found[k]!.zone, found[k]!.code]).toEqual([prototype.zone, prototype.code]);
    });
    const distances = fitted.transform(table).toRows();
    const total = plain.labels.reduce((sum, label, i) => sum + distances[i]![label]! ** 2, 0);
    expect(total).toBeCloseTo(plain.cost, 8);
  });

  it("ends no worse than any of 40 random starts of plain loops, but for 1 %", async () => {
    const { cost } = await new KPrototypes({ clusters: 3, gamma: 1, nominal: ["code"], seed: 1 }).fit(table);
    let best = Number.POSITIVE_INFINITY;
    for (let start = 0; start < 40; start++) {
      const chosen = Array.from({ length: 3 }, () => people[Math.floor(random() * people.length)]!);
      best = Math.min(best, inPlainLoops(chosen, 1).cost);
    }
    expect(cost).toBeLessThanOrEqual(best * 1.01);
  });

  it("finds planted kinds, and states its gamma: twice the mean variance", async () => {
    const fitted = await new KPrototypes({ clusters: 3, nominal: ["code"], seed: 1 }).fit(table);
    const kinds = people.map((_, i) => i % 3);
    expect(adjustedRandIndex(fitted.predict(table), kinds)).toBeGreaterThan(0.9);
    expect(fitted.gamma).toBe(2);
    const raw = await new KPrototypes({ clusters: 3, scale: false }).fit(table);
    const variance = (of: (person: Person) => number): number => {
      const mean = people.reduce((sum, one) => sum + of(one), 0) / people.length;
      return people.reduce((sum, one) => sum + (of(one) - mean) ** 2, 0) / people.length;
    };
    expect(raw.gamma).toBeCloseTo(variance(({ age }) => age) + variance(({ code }) => code), 8);
  });

  it("is k-means where all columns are numeric", async () => {
    const numbers = people.map(({ age, code }) => [age, code]);
    const mixed = await new KPrototypes({ clusters: 3, scale: false, seed: 4 }).fit(numbers);
    const plain = await new KMeans({ clusters: 3, seed: 4, tolerance: 0 }).fit(numbers);
    expect(mixed.cost).toBeCloseTo(plain.inertia, 6);
    expect(adjustedRandIndex(mixed.predict(numbers), plain.predict(numbers))).toBe(1);
  });

  it("gives the same bits from odd batches and on any number of threads, and out of JSON", async () => {
    const estimator = new KPrototypes({ clusters: 3, seed: 1, starts: 2 });
    const whole = await estimator.fit(table, { threads: 1 });
    const batches = { open: () => [table.slice(0, 7), table.slice(7, 250), table.slice(250)] };
    setOffloadDelay(0);
    const threaded = await estimator.fit(batches, { threads: 2 });
    setOffloadDelay();
    expect(JSON.stringify(threaded)).toBe(JSON.stringify(whole));
    const again = load(JSON.stringify(whole), { as: KPrototypes });
    expect([...again.predict(table)]).toEqual([...whole.predict(table)]);
    expect(again.prototypes.toString()).toBe(whole.prototypes.toString());
  });

  it("takes what the Schema calls nominal for names, and follows a Table through a Pipeline", async () => {
    const known = new Schema().with({ code: { level: "nominal" } }).attach(table);
    const bySchema = await new KPrototypes({ clusters: 3, seed: 1 }).fit(known);
    const byName = await new KPrototypes({ clusters: 3, seed: 1, nominal: ["code"] }).fit(table);
    expect(bySchema.cost).toBe(byName.cost);
    const piped = await new Pipeline([["cluster", new KPrototypes({ clusters: 3, seed: 1 })]]).fit(known);
    expect([...piped.predict(known)]).toEqual([...bySchema.predict(known)]);
  });

  const gaps = people.map((person, i) => ({ ...person, zone: i % 5 === 0 ? "" : person.zone }));

  it("takes missing names as a category or as saying nothing, and refuses missing amounts by column", async () => {
    const sparse = parseCsv(csv(gaps));
    const own = await new KPrototypes({ clusters: 3, gamma: 1, seed: 1 }).fit(sparse);
    const left = await new KPrototypes({ clusters: 3, gamma: 1, seed: 1, missing: "ignore" }).fit(sparse);
    const distances = left.transform(sparse).toRows();
    const prototypes = left.prototypes.toArray().map((row) => row!.toJSON() as Person);
    const mean = people.reduce((sum, { age }) => sum + age, 0) / people.length;
    const deviation = Math.sqrt(people.reduce((sum, { age }) => sum + (age - mean) ** 2, 0) / people.length);
    const codes = people.map(({ code }) => code);
    const codeMean = codes.reduce((sum, code) => sum + code, 0) / codes.length;
    const codeDeviation = Math.sqrt(codes.reduce((sum, code) => sum + (code - codeMean) ** 2, 0) / codes.length);
    prototypes.forEach((prototype, k) => {
      const apart =
        ((people[0]!.age - prototype.age) / deviation) ** 2 + ((codes[0]! - prototype.code) / codeDeviation) ** 2;
      expect(distances[0]![k]! ** 2).toBeCloseTo(apart + 0.5, 8);
    });
    expect(own.cost).not.toBeCloseTo(left.cost, 2);
    const lacking = parseCsv(csv(people.map((person, i) => ({ ...person, age: i === 3 ? "" : person.age }))));
    await expect(new KPrototypes({ clusters: 2 }).fit(lacking)).rejects.toThrow(/column "age" has 1 missing value/);
    expect(() => own.predict(lacking)).toThrow(/column "age" is missing in row 3/);
    // A name that was not there differs from every prototype.
    const strange = parseCsv(csv([{ ...people[0]!, zone: "nowhere" }]));
    const known = parseCsv(csv([{ ...people[0]!, zone: prototypes[0]!.zone }]));
    const away = left.transform(strange).toRows()[0]![0]! ** 2 - left.transform(known).toRows()[0]![0]! ** 2;
    expect(away).toBeCloseTo(1, 8);
  });
});
