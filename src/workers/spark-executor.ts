import { once } from "node:events";
import { runOnExecutor } from "../spark/run-on-executor.js";

/** The program that executors of Spark start, once a partition. Results that are not taken yet hold it up. */
try {
  await runOnExecutor(process.stdin, async (bytes) => {
    if (!process.stdout.write(bytes)) await once(process.stdout, "drain");
  });
} catch (error) {
  // Node would print the line of code that threw, which is most of the program where that is one file.
  process.stderr.write(`${error instanceof Error ? error.stack : String(error)}\n`);
  process.exit(1);
}
