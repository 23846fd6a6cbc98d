import { demand, type Law, learns } from "./law.js";

const microtasks = (count: number) => async (): Promise<void> => {
  for (let turn = 0; turn < count; turn++) await Promise.resolve();
};
const timer = (): Promise<void> =>
  new Promise((resolve) => {
    setTimeout(resolve, 0);
  });

/** When a fit is stopped: at its first progress (undefined), while it looks at its input, and once it waits for something itself. */
const MOMENTS: readonly ((() => Promise<void>) | undefined)[] = [undefined, microtasks(1), microtasks(4), timer];

/** Laws of long work: threads and stopping. */
export const stoppingLaws: readonly Law[] = [
  {
    name: "a signal that is aborted stops learning",
    says: "`fit` rejects with the signal's own reason.",
    applies: learns,
    async check(subject) {
      const reason = new Error("stop");
      const outcome = await subject.fit(subject.example(), { signal: AbortSignal.abort(reason) }).then(
        () => "a model",
        (error: unknown) => error,
      );
      demand(outcome === reason, `an aborted fit gives ${String(outcome)}`);
    },
  },
  {
    name: "a signal that is aborted midway gives its reason or the whole model",
    says: "What was learned by then is no model. The framework rejects with the reason where learning returns in spite of the signal; an error of its own kind hides that the caller stopped it.",
    applies: learns,
    async check(subject) {
      const { example, fitted } = await subject.model();
      for (const moment of MOMENTS) {
        const reason = new Error("stop");
        const controller = new AbortController();
        const stop = (): void => controller.abort(reason);
        const work = subject.fit(example, {
          signal: controller.signal,
          ...(moment === undefined ? { onProgress: stop } : {}),
        });
        const outcome = work.then(
          (model) => JSON.stringify(model),
          (error: unknown) => error,
        );
        await moment?.();
        if (moment !== undefined) stop();
        const found = await outcome;
        if (found === reason) continue;
        demand(typeof found === "string", `a fit that is aborted midway rejects with ${String(found)}`);
        demand(found === JSON.stringify(fitted), "a fit that is aborted midway gives a model unlike the whole");
      }
    },
  },
  {
    name: "any number of threads gives the same bits",
    says: "`threads` changes how long it takes. Rows are cut into blocks by the reducer, never by the number of threads.",
    applies: learns,
    async check(subject) {
      const { example, fitted } = await subject.model();
      const json = JSON.stringify(fitted);
      for (const threads of [1, 2, 3])
        demand(
          JSON.stringify(await subject.fit(example, { threads })) === json,
          `a fit with ${threads} ${threads === 1 ? "thread" : "threads"} differs`,
        );
    },
  },
];
