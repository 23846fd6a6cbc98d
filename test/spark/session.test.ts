import { crc32 } from "node:zlib";
import { afterEach, describe, expect, it } from "vitest";
import { SessionLost } from "../../src/spark/connect/failures.js";
import { queried } from "../../src/spark/connect/plans.js";
import { SparkSession, type TaskCounts } from "../../src/spark/connect/session.js";
import { type Asked, Failure, fakeServer, type Says } from "./fake-server.js";

const DONE = { resultComplete: {}, responseId: "end", serverSideSessionId: "one" };
let close: () => void = () => undefined;
afterEach(() => close());

async function session(says: Says): Promise<{ session: SparkSession; asked: readonly Asked[] }> {
  const server = await fakeServer(says);
  close = server.close;
  return { session: new SparkSession(server.channel, { "spark.a": 1 }), asked: server.asked };
}

function batch(responseId: string, serverSideSessionId = "one"): object {
  return { arrowBatch: { rowCount: 1, data: Buffer.from(responseId) }, responseId, serverSideSessionId };
}

async function texts(of: SparkSession, signal?: AbortSignal): Promise<string[]> {
  const out: string[] = [];
  for await (const bytes of of.batches(queried("SELECT 1"), { signal })) out.push(Buffer.from(bytes).toString());
  return out;
}

function named(asked: readonly Asked[], method: string): readonly Asked[] {
  return asked.filter((one) => one.method === method);
}

/** Waits until something is so. */
async function until(isSo: () => boolean): Promise<void> {
  while (!isSo()) await new Promise((go) => setTimeout(go, 5));
}

describe("a session on Spark Connect", () => {
  it("sets what it needs once, and lets the server forget what has come", async () => {
    const { session: one, asked } = await session(() => [batch("a"), batch("b"), DONE]);
    expect(await texts(one)).toEqual(["a", "b"]);
    expect(await texts(one)).toEqual(["a", "b"]);
    expect(one.received).toBe(4);
    expect(named(asked, "Config")).toHaveLength(1);
    await until(() => named(asked, "ReleaseExecute").filter((release) => "releaseAll" in release).length === 2);
    const released = named(asked, "ReleaseExecute").flatMap(({ releaseUntil }) => releaseUntil?.responseId ?? []);
    expect(released.sort()).toEqual(["a", "a", "b", "b"]);
  });

  it.each([
    ["UNAVAILABLE", "gone"],
    // What grpc-js makes of a server that finds that it was asked for signs of life too often.
    ["RESOURCE_EXHAUSTED", "Bandwidth exhausted or memory limit exceeded"],
  ] as const)(
    "takes up an answer behind what has come, where the connection broke or the stream ended: %s",
    async (code, details) => {
      const { session: one, asked } = await session(function* ({ method, lastResponseId }) {
        if (method === "ExecutePlan") {
          yield batch("a");
          throw new Failure(code, details);
        }
        if (lastResponseId === "a") yield batch("b");
        else yield* [batch("c"), DONE];
      });
      expect(await texts(one)).toEqual(["a", "b", "c"]);
      expect(named(asked, "ExecutePlan")).toHaveLength(1);
      expect(named(asked, "ReattachExecute").map(({ lastResponseId }) => lastResponseId)).toEqual(["a", "b"]);
    },
  );

  it("asks again where the request never came to the server", async () => {
    let plans = 0;
    const { session: one, asked } = await session(function* ({ method }) {
      if (method === "ReattachExecute") throw new Failure("INTERNAL", "[INVALID_HANDLE.OPERATION_NOT_FOUND] it is not");
      if (++plans === 1) throw new Failure("UNAVAILABLE", "gone");
      yield* [batch("a"), DONE];
    });
    expect(await texts(one)).toEqual(["a"]);
    const operations = named(asked, "ExecutePlan").map(({ operationId }) => operationId);
    expect(operations).toEqual([operations[0], operations[0]]);
  });

  it("says that it is lost where the server does not know it any more, and goes on under another name", async () => {
    const { session: one, asked } = await session(function* ({ method, sessionId }) {
      if (method === "ReattachExecute") throw new Failure("INTERNAL", "[INVALID_HANDLE.SESSION_NOT_FOUND] it is not");
      yield batch("a");
      if (sessionId === asked[0]!.sessionId) throw new Failure("UNAVAILABLE", "gone");
      yield DONE;
    });
    await expect(texts(one)).rejects.toThrow(SessionLost);
    await expect(texts(one)).rejects.toThrow(/was started again, or no longer knows this client\. Fit again/);
    one.renew();
    expect(await texts(one)).toEqual(["a"]);
    expect(named(asked, "Config")).toHaveLength(2);
  });

  it("knows a server that was started again between two plans by the name that it gives to the session", async () => {
    let name = "one";
    const { session: one } = await session(() => [batch("a", name), { ...DONE, serverSideSessionId: name }]);
    expect(await texts(one)).toEqual(["a"]);
    name = "two";
    await expect(texts(one)).rejects.toThrow(SessionLost);
    one.renew();
    expect(await texts(one)).toEqual(["a"]);
  });

  it("interrupts what the server does where it is aborted", async () => {
    const stop = new AbortController();
    const { session: one, asked } = await session(async function* (_, canceled) {
      yield batch("a");
      stop.abort(new Error("enough"));
      await new Promise((go) => canceled.addEventListener("abort", go));
    });
    await expect(texts(one, stop.signal)).rejects.toThrow("enough");
    expect(named(asked, "Interrupt").map(({ operationId }) => operationId)).toEqual([
      named(asked, "ExecutePlan")[0]!.operationId,
    ]);
  });

  it("tells tasks, and what Spark says where it fails", async () => {
    const stages = [
      { numTasks: 4, numCompletedTasks: 4, inputBytesRead: 10 },
      { numTasks: 2, inputBytesRead: 1 },
    ];
    let fails = false;
    const { session: one } = await session(function* () {
      if (fails) throw new Failure("INTERNAL", "[NO_SUCH_THING] there is none");
      yield* [{ executionProgress: { stages } }, DONE];
    });
    const counts: TaskCounts[] = [];
    await one.run({}, { onTasks: (tasks) => counts.push(tasks) });
    expect(counts).toEqual([{ done: 4, total: 6, bytes: 11, seconds: expect.any(Number) }]);
    fails = true;
    await expect(one.run({})).rejects.toThrow("Spark says: [NO_SUCH_THING] there is none");
  });

  it("sends files in chunks once, and again to a server that was started again", async () => {
    const { session: one, asked } = await session(() => [DONE]);
    const bytes = Uint8Array.from({ length: 70_000 }, (_, i) => i % 251);
    let reads = 0;
    const read = async () => {
      reads += 1;
      return [
        { name: "program", bytes },
        { name: "empty", bytes: new Uint8Array(0) },
      ];
    };
    await one.send(read);
    await one.send(read);
    const sent = named(asked, "AddArtifacts");
    expect(reads).toBe(1);
    expect(sent.flatMap(({ beginChunk }) => (beginChunk ? [beginChunk] : []))).toMatchObject([
      { name: "files/program", totalBytes: 70_000, numChunks: 3 },
      { name: "files/empty", totalBytes: 0, numChunks: 1 },
    ]);
    const chunks = sent.map(({ beginChunk, chunk }) => (beginChunk?.initialChunk ?? chunk)!);
    expect(Buffer.concat(chunks.map(({ data }) => data)).equals(bytes)).toBe(true);
    for (const { data, crc } of chunks) expect(crc).toBe(crc32(data));
    one.renew();
    await one.send(read);
    expect(reads).toBe(2);
  });

  it("says so where a file was damaged on its way", async () => {
    const { session: one } = await session(() => [DONE]);
    const sending = one.send(async () => [{ name: "damaged", bytes: Uint8Array.of(1, 2) }]);
    await expect(sending).rejects.toThrow("files/damaged was damaged on its way to the server");
  });
});
