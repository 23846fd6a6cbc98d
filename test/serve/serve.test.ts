import { connect } from "node:net";
import { afterAll, describe, expect, it } from "vitest";
import { z } from "zod";
import { defineTransformer, FeatureMatrix } from "../../src/index.js";
import { type RequestLog, type Server, type ServerLog, serve } from "../../src/serve/index.js";
import { features, record, responders, unlabelled, zones } from "./people.js";

const logs: (RequestLog | ServerLog)[] = [];
const server = await serve(responders, { port: 0, id: "LNR", threads: 1, log: (entry) => logs.push(entry) });
afterAll(() => server.close());
const expected = responders.predictProbabilities(features).column("1");

async function csv(body: string, to: Server = server): Promise<string> {
  const headers = { "content-type": "text/csv" };
  const response = await fetch(`${to.url}/invocations`, { method: "POST", body, headers });
  return response.status === 200 ? response.text() : `${response.status}`;
}

/** What a server sends to somebody who writes bytes as they please. */
function raw(to: Server, text: string, { end = false } = {}): Promise<string> {
  return new Promise((resolve) => {
    let got = "";
    const socket = connect(to.port, "127.0.0.1", () => (end ? socket.end(text) : socket.write(text)));
    socket.on("data", (data) => {
      got += String(data);
    });
    socket.on("error", () => undefined);
    socket.on("close", () => resolve(got));
  });
}

const bigRows = 4000;
const big = [
  "LNR,AGE,INCOME,ZONE,MEMBER,SINCE",
  ...Array.from({ length: bigRows }, (_, i) => unlabelled.split("\n")[1 + (i % 400)]!),
].join("\n");

describe("a server", () => {
  it("gives the model's own scores, small bodies on its own thread and large ones on another", async () => {
    const small = await csv(unlabelled.split("\n").slice(0, 3).join("\n"));
    expect(small).toBe(`LNR,score\nP0,${expected[0]}\nP1,${expected[1]}\n`);
    const many = (await csv(big)).trim().split("\n");
    expect(many).toHaveLength(bigRows + 1);
    expect(logs.map(({ event }) => event)).not.toContain("threads-unavailable");
    expect(many.slice(1)).toEqual(Array.from({ length: bigRows }, (_, i) => `P${i % 400},${expected[i % 400]}`));
  });

  it("answers health checks while other threads score", async () => {
    let answered = 0;
    let scoring = true;
    const scored = Promise.all([1, 2, 3].map(() => csv(big))).finally(() => {
      scoring = false;
    });
    while (scoring) {
      expect((await fetch(`${server.url}/ping`)).status).toBe(200);
      answered++;
    }
    for (const text of await scored) expect(text.split("\n")).toHaveLength(bigRows + 2);
    expect(answered).toBeGreaterThan(3);
  });

  it("tells of bad requests from other threads as from its own", async () => {
    expect(await csv(`A,B\n${"1,2\n".repeat(20_000)}`)).toBe("400");
    const body = JSON.stringify({
      instances: Array.from({ length: 500 }, (_, i) => ({ ...record(i % 400), AGE: i === 77 ? "x" : 50 })),
    });
    const response = await fetch(`${server.url}/invocations`, {
      method: "POST",
      body,
      headers: { "content-type": "application/json" },
    });
    expect(response.headers.get("x-failed-rows")).toBe("1");
    expect(await response.json()).toMatchObject({ predictions: { 77: { error: { row: 77, column: "AGE" } } } });
  });

  it("reloads under load, and drops no request", async () => {
    const own = await serve(responders, { port: 0, threads: 1 });
    const seen = new Set<number>();
    let going = true;
    const ask = async (): Promise<void> => {
      while (going) {
        const body = seen.size % 2 === 0 ? big : unlabelled;
        const text = await csv(body, own);
        seen.add(text.split("\n")[0]!.split(",").length);
        expect(text).not.toMatch(/^\d+$/);
        await new Promise((resolve) => setTimeout(resolve, 20));
      }
    };
    const clients = [ask(), ask()];
    await own.reload(zones);
    going = false;
    await Promise.all(clients);
    expect((await csv(unlabelled, own)).split("\n")[0]).toBe("LNR,city,coast,hills");
    await own.close();
  });

  it("scores on its own thread what other threads cannot load", async () => {
    const Halver = defineTransformer({
      kind: "test/Halver",
      version: 1,
      params: z.strictObject({}),
      fit: () => ({}),
      transform: (x: FeatureMatrix) => x.toRows().map((row) => row.map((value) => value / 2)),
    });
    const told: string[] = [];
    const fitted = await new Halver().fit(FeatureMatrix.fromColumns({ a: [1, 2], b: [3, 4] }));
    const own = await serve(fitted as never, {
      port: 0,
      threads: 1,
      inlineBytes: 0,
      log: ({ event }) => told.push(event),
    });
    expect(await csv("a,b\n1,5\n", own)).toBe("a,b\n0.5,2.5\n");
    expect(told).toContain("threads-unavailable");
    await own.close();
  });

  it("gives up scoring that takes too long, and lives on", async () => {
    const own = await serve(responders, { port: 0, threads: 1, timeout: 1 });
    const answers = await Promise.all([csv(big, own), csv(big, own)]);
    expect(answers.every((one) => one === "503")).toBe(true);
    await own.close();
  });

  it("logs each request once, and nothing of what it held", async () => {
    const before = logs.length;
    await csv("AGE,INCOME,ZONE,MEMBER,SINCE\ntopsecret,1,city,true,2011-01-15\n");
    const told = logs.slice(before);
    expect(told).toHaveLength(1);
    expect(told[0]).toMatchObject({
      event: "request",
      level: "warn",
      status: 400,
      route: "/invocations",
      rows: 1,
      failedRows: 1,
    });
    expect(JSON.stringify(told)).not.toContain("topsecret");
  });

  it("refuses a port that is taken, and options that are none", async () => {
    await expect(serve(responders, { port: server.port, threads: 0 })).rejects.toThrow(/cannot be had/);
    await expect(serve(responders, { port: -1 })).rejects.toThrow(/port/);
    await expect(serve(responders, { threads: 1.5 })).rejects.toThrow(/threads/);
    await expect(serve(responders, { prot: 1 } as never)).rejects.toThrow(/prot/);
  });
});

describe("clients that misbehave", () => {
  it("are cut off when their headers or bodies take too long, while others are served", async () => {
    const own = await serve(responders, { port: 0, threads: 0, headersTimeout: 400, requestTimeout: 800 });
    const slowHeaders = raw(own, "POST /invocations HTTP/1.1\r\nHost: x\r\nX-A");
    const slowBody = raw(
      own,
      "POST /invocations HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\nContent-Type: text/csv\r\n\r\nAGE",
    );
    expect(await csv(unlabelled, own)).toContain(String(expected[0]));
    expect(await slowHeaders).toMatch(/^HTTP\/1\.1 408/);
    expect(await slowBody).toMatch(/^(HTTP\/1\.1 4|$)/);
    await own.close();
  });

  it("that stop in the middle of a body cost nothing", async () => {
    const text =
      "POST /invocations HTTP/1.1\r\nHost: x\r\nContent-Length: 90000\r\nContent-Type: text/csv\r\n\r\nAGE,INCOME";
    await Promise.all(Array.from({ length: 50 }, () => raw(server, text, { end: true })));
    const metrics = await (await fetch(`${server.url}/metrics`)).text();
    expect(metrics).toContain("kindred_buffered_bytes 0");
    expect(metrics).toContain("kindred_scoring_requests 0");
    expect(await csv(unlabelled)).toContain(String(expected[0]));
  });

  it("get a status for whatever they send", async () => {
    for (const [text, status] of [
      ["GARBAGE\r\n\r\n", 400],
      ["GET /ping HTTP/1.1\r\n\r\n", 400],
      [`GET /ping HTTP/1.1\r\nHost: x\r\nX: ${"y".repeat(20_000)}\r\n\r\n`, 431],
      [
        "POST /invocations HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\nConnection: close\r\n\r\n0\r\n\r\n",
        400,
      ],
      ["GET /../../etc/passwd HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n", 404],
      ["OPTIONS * HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n", 404],
      ["POST /invocations HTTP/1.1\r\nHost: x\r\nContent-Length: 99999999\r\n\r\n", 413],
    ] as const)
      expect(Number(/^HTTP\/1\.1 (\d+)/.exec(await raw(server, text))?.[1]), text.slice(0, 40)).toBe(status);
  });
});

describe("stopping", () => {
  it("answers all that has come, refuses new connections, and ends", async () => {
    const own = await serve(responders, { port: 0, threads: 1 });
    const working = [csv(big, own), csv(big, own), csv(unlabelled, own)];
    await Promise.race([working[2], new Promise((resolve) => setTimeout(resolve, 2000))]);
    const closed = own.close();
    for (const text of await Promise.all(working)) expect(text.split("\n").length).toBeGreaterThan(400);
    await closed;
    await expect(fetch(`${own.url}/ping`)).rejects.toThrow();
    await own.close();
  });

  it("does not wait for those who never end", async () => {
    const own = await serve(responders, { port: 0, threads: 0, grace: 300 });
    const hanging = raw(own, "POST /invocations HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\nAGE");
    await new Promise((resolve) => setTimeout(resolve, 50));
    await own.close();
    expect(await hanging).toBe("");
  });
});
