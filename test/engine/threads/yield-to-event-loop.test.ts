import { expect, test } from "vitest";
import { yieldToEventLoop } from "../../../src/engine/rows/index.js";

/** Holds the thread for some milliseconds. */
function hold(milliseconds: number): void {
  const until = performance.now() + milliseconds;
  while (performance.now() < until);
}

test("many short passes, each with a yieldToEventLoop of its own, let timers run as one long pass does", async () => {
  let ran = false;
  setTimeout(() => {
    ran = true;
  }, 1);
  for (let pass = 0; pass < 10; pass++) {
    const yieldNow = yieldToEventLoop();
    hold(6);
    await yieldNow();
  }
  expect(ran).toBe(true);
});
