import { tableFromArrays } from "apache-arrow";
import { describe, expect, it } from "vitest";
import { Random } from "../../src/engine/numeric/random/index.js";
import {
  FeatureEncoder,
  FeatureMatrix,
  Imputer,
  LogisticRegression,
  type LookAlikeOptions,
  lookAlike,
  Pipeline,
  Schema,
} from "../../src/index.js";

/** How often kindred people and others are of each kind; a third of the population is kindred. */
const KINDRED = [0.4, 0.3, 0.2, 0.1];
const OTHERS = [0.1, 0.2, 0.3, 0.4];
const PRIOR = 1 / 3;
const posterior = (kind: number): number =>
  (PRIOR * KINDRED[kind]!) / (PRIOR * KINDRED[kind]! + (1 - PRIOR) * OTHERS[kind]!);

const drawn = (shares: readonly number[], random: Random): number => {
  let left = random.uniform();
  return shares.findIndex((share) => {
    left -= share;
    return left < 0;
  });
};
const kinds = (rows: number, shares: () => readonly number[], random: Random): number[] =>
  Array.from({ length: rows }, () => drawn(shares(), random));

const random = new Random(1);
const people = kinds(9000, () => (random.uniform() < PRIOR ? KINDRED : OTHERS), random);
const buyers = kinds(3000, () => KINDRED, random);
const asTable = (rows: readonly number[]) => tableFromArrays({ KIND: rows.map((kind) => `k${kind}`) });
const estimator = new Pipeline([
  ["encode", new FeatureEncoder()],
  ["model", new LogisticRegression({ c: 100 })],
]);
const files: LookAlikeOptions = { population: asTable(people), customers: asTable(buyers), overlap: "none" };
/** A part of them, where nothing rests on how many they are. */
const few: LookAlikeOptions = {
  ...files,
  population: asTable(people.slice(0, 600)),
  customers: asTable(buyers.slice(0, 200)),
};

describe("lookAlike", () => {
  it("gives strangers the probability of being kindred where the share of kindred people is known", async () => {
    const found = await lookAlike(estimator, { ...files, correction: { prior: PRIOR } });
    people.forEach((kind, row) => {
      // About 600 customers and 1,800 strangers of the rarest kind: the ratio of both shares is known to 6 %.
      expect(Math.abs(found.kindred![row]! - posterior(kind))).toBeLessThan(0.06);
    });
    expect(found.share).toBeGreaterThan(PRIOR - 0.03);
    expect(found.share).toBeLessThan(PRIOR + 0.03);
    expect(found.toText()).toContain("who are 33.3 % of strangers (correction.prior).");
  });

  it("claims no share unasked; estimates a bound that is met where the columns leave no doubt, and says at most", async () => {
    const clear = kinds(9000, () => (random.uniform() < PRIOR ? [0.6, 0.4, 0, 0] : [0, 0, 0.5, 0.5]), random);
    const sure = kinds(3000, () => [0.6, 0.4, 0, 0], random);
    const found = await lookAlike(estimator, {
      ...files,
      population: asTable(clear),
      customers: asTable(sure),
      correction: "elkanNoto",
    });
    expect(found.share).toBeGreaterThan(PRIOR - 0.03);
    expect(found.share).toBeLessThan(PRIOR + 0.03);
    const doubtful = await lookAlike(estimator, { ...files, correction: "elkanNoto" });
    expect(doubtful.share).toBeGreaterThan(PRIOR + 0.1);
    expect(doubtful.toText()).toContain(`kindred among strangers: at most ${(100 * doubtful.share!).toFixed(1)} %`);
    const plain = await lookAlike(estimator, files);
    expect([plain.share, plain.kindred]).toEqual([undefined, undefined]);
    expect(plain.toText()).not.toContain("kindred among strangers");
    expect(doubtful.notes.at(-1)).toBe(
      "Assumed: customers are a random sample of kindred people, and the columns tell those from others without doubt. Where they do not, the share is smaller than the bound that is printed, often by far: a share known from elsewhere ({ prior }) is better.",
    );
  });

  it("keeps the order of people whatever the correction, and can leave scores as they are", async () => {
    const plain = await lookAlike(estimator, { ...few, correction: "none" });
    const corrected = await lookAlike(estimator, { ...few, correction: { prior: 0.1 } });
    expect(plain.kindred).toBeUndefined();
    expect(plain.share).toBeUndefined();
    expect(corrected.scores).toEqual(plain.scores);
    expect([...plain.posterior([0.2])]).toEqual([0.2]);
    expect(corrected.posterior([0.2])[0]).toBeCloseTo((0.1 * 600) / 200 / 4, 12);
    expect([...corrected.posterior([1])]).toEqual([1]);
  });

  it("takes no customer for a stranger who has an id among both, and scores both by a model that saw neither", async () => {
    const memorised = Array.from({ length: 120 }, (_, i) => i);
    const rows = FeatureMatrix.fromColumns(
      Object.fromEntries(memorised.map((j) => [`P${j}`, memorised.map((i) => Number(i === j))])),
    );
    const population = rows.take(memorised.slice(0, 90));
    const customers = rows.take(memorised.slice(60));
    const model = new LogisticRegression({ c: 1000 });
    const ids = { population: memorised.slice(0, 90), customers: memorised.slice(60) };
    const found = await lookAlike(model, { population, customers, overlap: ids, correction: { prior: 0.5 } });
    // Each person has a column of their own, so a model that has not seen them knows nothing but how many customers it saw.
    const known = found.scores.population.slice(60);
    expect([...known]).toEqual([...found.scores.customers.slice(0, 30)]);
    for (const score of known) expect(Math.abs(score - 0.5)).toBeLessThan(0.1);
    expect([...found.kindred!.slice(60)]).toEqual(new Array(30).fill(1));
    const words = { population: ids.population.map((i) => `P${i}`), customers: ids.customers };
    await expect(lookAlike(model, { population, customers, overlap: words as never })).rejects.toThrow(
      "lookAlike: ids of overlap.population are of type string, and",
    );
    const shouted = { population: words.population, customers: ids.customers.map((i) => `p${i}`) };
    await expect(lookAlike(model, { population, customers, overlap: shouted })).rejects.toThrow('is spelled "P');
    const nameless = (list: readonly number[]) => list.map((id, i) => (i < 5 ? null : id)) as never;
    const some = { population: nameless(ids.population), customers: nameless(ids.customers) };
    expect((await lookAlike(model, { population, customers, overlap: some })).notes).toContain(
      "25 rows of the population are customers: nothing took them for strangers.",
    );
    expect(found.notes).toContain("30 rows of the population are customers: nothing took them for strangers.");
    expect((await lookAlike(model, { population, customers })).notes).toContain(
      "overlap was not given: customers who are part of the population were taken for strangers.",
    );
  });

  it("says what missing values alone reach: all of it, where the files differ in nothing else", async () => {
    const draw = new Random(2);
    const holes = (share: number): FeatureMatrix =>
      FeatureMatrix.fromColumns({
        A: Array.from({ length: 1000 }, () => (draw.uniform() < share ? Number.NaN : draw.below(5))),
        B: Array.from({ length: 1000 }, () => draw.below(5)),
      });
    const model = new Pipeline([
      ["impute", new Imputer({ indicators: true })],
      ["model", new LogisticRegression()],
    ]);
    const found = await lookAlike(model, { population: holes(0.1), customers: holes(0.5), overlap: "none" });
    expect(found.auc.auc).toBeGreaterThan(0.65);
    expect(Math.abs(found.missingness!.auc - found.auc.auc)).toBeLessThan(0.03);
    expect(found.toText()).toMatch(/by what is missing alone: AUC 0\.\d{3} \(0\.\d{3} to 0\.\d{3}\)/);
    const sampled = await lookAlike(model, {
      population: holes(0.1),
      customers: holes(0.5),
      overlap: "none",
      missingnessRows: 300,
    });
    expect(sampled.missingness!.standardError).toBeGreaterThan(2 * found.missingness!.standardError);
    const steps: string[] = [];
    await lookAlike(model, {
      population: holes(0.1),
      customers: holes(0.5),
      folds: 2,
      onProgress: ({ step, done, total }) => steps.push(`${step} ${done}/${total}`),
    });
    expect(steps.slice(2)).toEqual([
      "lookAlike 3/3",
      "lookAlike: missing values 1/3",
      "lookAlike: missing values 2/3",
      "lookAlike: missing values 3/3",
    ]);
    const none = await lookAlike(new LogisticRegression(), {
      population: holes(0),
      customers: holes(0),
      overlap: "none",
    });
    expect(none.missingness).toBeUndefined();
    expect(none.toText()).toContain("by what is missing alone: nothing is missing");
  });

  it("learns from a labeled mailing as well, by its weight, and says how well it tells responders", async () => {
    const mailed = kinds(800, () => (random.uniform() < 0.5 ? KINDRED : OTHERS), random);
    const y = mailed.map((kind) => (random.uniform() < (kind === 3 ? 0.5 : 0.05) ? "yes" : "no"));
    const mailing = { X: asTable(mailed), y, positive: "yes" };
    const alone = await lookAlike(estimator, few);
    const light = await lookAlike(estimator, { ...few, mailing: { ...mailing, weight: 0.01 } });
    const heavy = await lookAlike(estimator, { ...few, mailing: { ...mailing, weight: 50 } });
    expect(alone.mailing).toBeUndefined();
    expect(light.kindred).toBeUndefined();
    expect(heavy.mailing!.auc).toBeGreaterThan(light.mailing!.auc + 0.1);
    expect(heavy.auc.auc).toBeLessThan(light.auc.auc);
    expect(heavy.toText()).toMatch(/responders of the mailing: AUC 0\.[6-9]/);
  });

  it("leaves ids, other roles and columns of one file aside, and says so", async () => {
    const rows = 400;
    const ids = (first: number): number[] => Array.from({ length: rows }, (_, i) => first + i);
    const kind = ids(0).map((i) => `k${i % 4}`);
    const table = tableFromArrays({ LNR: ids(1000), KIND: kind, GROUP: ids(0).map((i) => i % 2) });
    const population = Schema.infer(table)
      .with({ GROUP: { role: "group" } })
      .attach(table);
    const customers = tableFromArrays({ LNR: ids(9000), KIND: kind, GROUP: ids(0).map((i) => i % 2), BOUGHT: ids(5) });
    const found = await lookAlike(estimator, { population, customers, overlap: "none" });
    expect(found.model.steps.encode.inputColumns).toEqual(["KIND"]);
    expect(found.auc.auc).toBeLessThan(0.55);
    expect(found.notes[0]).toBe(
      'Left aside, since a file lacks them or they are no features: "LNR", "GROUP" and "BOUGHT".',
    );
  });

  it("reads one column alike in both files, though they hold other words", async () => {
    const population = tableFromArrays({ ZONE: Array.from({ length: 60 }, (_, i) => (i % 2 ? "a" : "b")) });
    const customers = tableFromArrays({ ZONE: Array.from({ length: 60 }, (_, i) => (i % 2 ? "c" : "b")) });
    const { model, scores } = await lookAlike(estimator, { population, customers, overlap: "none" });
    expect(model.steps.encode.categories.get("ZONE")).toEqual(["a", "b", "c"]);
    expect(scores.customers[1]).toBeGreaterThan(0.9);
    expect(scores.population[1]).toBeLessThan(0.1);
  });

  it("divides by seed and folds, shows how far it is, and stops when told to", async () => {
    const plain = await lookAlike(estimator, few);
    expect((await lookAlike(estimator, few)).scores).toEqual(plain.scores);
    expect((await lookAlike(estimator, { ...few, seed: 1 })).scores).not.toEqual(plain.scores);
    expect((await lookAlike(estimator, { ...few, folds: 3 })).scores).not.toEqual(plain.scores);
    const seen: number[] = [];
    const controller = new AbortController();
    const stopped = lookAlike(estimator, {
      ...few,
      signal: controller.signal,
      onProgress: ({ done, total }) => {
        seen.push(done / total);
        if (done === 2) controller.abort(new Error("enough"));
      },
    });
    await expect(stopped).rejects.toThrow("enough");
    expect(seen).toEqual([1 / 6, 2 / 6]);
  });

  it("says what is wrong", async () => {
    const complaint = (changed: object): Promise<string> =>
      lookAlike(estimator, { ...files, ...changed }).then(
        () => "nothing",
        (error: Error) => error.message,
      );
    const mailing = { X: asTable([1, 2]), y: [1, 0] };
    const overlap = (some: object): object => ({ overlap: { population: people, customers: buyers, ...some } });
    expect(await complaint({ correction: { prior: 0 } })).toBe(
      "lookAlike: correction.prior is 0. Use a share above 0 and of at most 1.",
    );
    expect(await complaint({ correction: "some" })).toContain('expected "none", "elkanNoto" or { prior }, got "some"');
    expect(await complaint({ correction: "elkanNoto", mailing })).toBe(
      "lookAlike: a correction is asked for and a mailing is given. A mailing has labels of another kind: leave one of them out.",
    );
    expect(await complaint({ mailing: { ...mailing, weight: 0 } })).toBe(
      "lookAlike: mailing.weight is 0. Use a number above 0.",
    );
    expect(await complaint({ mailing: { ...mailing, y: [1] } })).toBe(
      "lookAlike: mailing.y has 1 values for 2 rows. Give one value a row.",
    );
    expect(await complaint({ customers: asTable([]) })).toBe(
      "lookAlike: customers has no rows. Pass at least as many people as folds.",
    );
    expect(await complaint({ customers: FeatureMatrix.fromColumns({ KIND: [1] }) })).toBe(
      "lookAlike: some files are Tables and some are numbers. Pass all of them in the same form.",
    );
    expect(await complaint({ customers: tableFromArrays({ OTHER: [1, 2] }) })).toBe(
      "lookAlike: the files have no column in common that is a feature. Pass files with the same columns.",
    );
    expect(await complaint(overlap({ customers: [1] }))).toBe(
      "lookAlike: overlap.customers has 1 ids for 3000 rows. Give one id a row.",
    );
    expect(await complaint(overlap({}))).toBe(
      "lookAlike: everybody in the population is a customer. Pass a population that holds other people too.",
    );
  });
});
