import { once } from "node:events";
import { runOnExecutor } from "../spark/run-on-executor.js";

/** The program that executors of Spark start, once a partition. Results that are not taken yet hold it up. */
await runOnExecutor(process.stdin, async (bytes) => {
  if (!process.stdout.write(bytes)) await once(process.stdout, "drain");
});
