import { expect, test } from "vitest";
import { breather } from "../../../src/engine/rows/index.js";

/** Holds the thread for some milliseconds. */
function hold(milliseconds: number): void {
  const until = performance.now() + milliseconds;
  while (performance.now() < until);
}

test("many short passes, each with a breather of its own, let timers run as one long pass does", async () => {
  let ran = false;
  setTimeout(() => {
    ran = true;
  }, 1);
  for (let pass = 0; pass < 10; pass++) {
    const breathe = breather();
    hold(6);
    await breathe();
  }
  expect(ran).toBe(true);
});
