/** A process that runs a plan on the server whose address it is given. */
import { readAddress } from "../../src/spark/connect/address.js";
import { Channel } from "../../src/spark/connect/channel.js";
import { queried } from "../../src/spark/connect/plans.js";
import { SparkSession } from "../../src/spark/connect/session.js";

const session = new SparkSession(await Channel.open(readAddress(process.argv[2]!)));
for await (const _ of session.batches(queried("SELECT 1")));
await session.close();
process.exit();
