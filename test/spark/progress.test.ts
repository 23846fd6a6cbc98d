import { expect, it } from "vitest";
import { progressOf } from "../../src/spark/progress.js";

it("tells rate and time to go from the tasks that have ended", () => {
  expect(progressOf({ done: 30, total: 100, bytes: 5, seconds: 60 })).toEqual({
    done: 30,
    total: 100,
    bytes: 5,
    tasksPerSecond: 0.5,
    secondsLeft: 140,
  });
  expect(progressOf({ done: 0, total: 4, bytes: 0, seconds: 0 })).toMatchObject({
    tasksPerSecond: 0,
    secondsLeft: undefined,
  });
});
