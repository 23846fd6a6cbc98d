import { afterAll, expect, it } from "vitest";
import { KindredError, onWarning } from "../../src/index.js";
import { CALLS, finish, SPLITTERS } from "./calls.js";
import { UNFIT } from "./unfit.js";

// One of the functions changes where warnings go.
afterAll(() => onWarning());

it.each(CALLS)("$name answers or refuses in words whatever stands for one of its arguments", async ({ args, call }) => {
  const raw: string[] = [];
  for (const at of args().keys())
    for (const [what, value] of UNFIT) {
      const given = [...args()];
      given[at] = value;
      try {
        await finish(call(...given));
      } catch (error) {
        if (!(error instanceof KindredError)) raw.push(`${what} as argument ${at + 1}: ${String(error)}`);
      }
    }
  expect(raw).toEqual([]);
});

it.each(SPLITTERS)("%o divides, or refuses in words, whatever it is given", (Splitter) => {
  const raw: string[] = [];
  for (const [what, value] of UNFIT)
    for (const split of [
      () => (new Splitter({ folds: 2 }) as { split(rows: unknown): unknown }).split(value),
      () => (new Splitter({ folds: 2 }) as { split(rows: number, parts: unknown): unknown }).split(12, value),
      () =>
        (new Splitter({ folds: 2 }) as { split(rows: number, parts: unknown): unknown }).split(12, {
          y: value,
          groups: value,
          times: value,
        }),
    ])
      try {
        split();
      } catch (error) {
        if (!(error instanceof KindredError)) raw.push(`${what}: ${String(error)}`);
      }
  expect(raw).toEqual([]);
});
