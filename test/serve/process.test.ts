import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { connect, type Socket } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type CommandProcess, serveProcess } from "./command-process.js";
import { features, responders, unlabelled, zones } from "./people.js";

/** How many malformed requests are sent: `KINDRED_REQUESTS=10000 npx vitest run test/serve/process.test.ts` sends more. */
const REQUESTS = Number(process.env["KINDRED_REQUESTS"] ?? 500);

const folder = await mkdtemp(join(tmpdir(), "kindred-process-"));
const model = join(folder, "model.json");
await writeFile(model, JSON.stringify(responders));
const expected = responders.predictProbabilities(features).column("1");
const scores = `LNR,score\n${Array.from(expected, (score, i) => `P${i},${score}\n`).join("")}`;
const [header, ...people] = unlabelled.split("\n");
const one = `${header}\n${people[0]}\n`;
const big = [header, ...Array.from({ length: 60_000 }, (_, i) => people[i % people.length])].join("\n");

let server: CommandProcess;
let doomed: CommandProcess;

beforeAll(async () => {
  [server, doomed] = await Promise.all([
    serveProcess(model, "--threads", "1", "--id", "LNR"),
    serveProcess(model, "--threads", "1", "--id", "LNR"),
  ]);
}, 60_000);

afterAll(async () => {
  for (const { child } of [server, doomed]) if (child.exitCode === null) child.kill("SIGKILL");
  await rm(folder, { recursive: true });
});

async function csv(body: string, to: CommandProcess = server): Promise<string> {
  const response = await fetch(`${to.url}/invocations`, {
    method: "POST",
    body,
    headers: { "content-type": "text/csv" },
  });
  return response.status === 200 ? response.text() : `${response.status}`;
}

async function metric(name: string): Promise<number> {
  const text = await (await fetch(`${server.url}/metrics`)).text();
  return Number(new RegExp(`^${name} (\\S+)$`, "m").exec(text)![1]);
}

function open(to: CommandProcess, text: string): Promise<Socket> {
  return new Promise((resolve, reject) => {
    const socket = connect(to.port, "127.0.0.1", () => {
      socket.write(text, () => resolve(socket));
    });
    socket.on("error", reject);
  });
}

const post = (length: number, body: string, type = "text/csv"): string =>
  `POST /invocations HTTP/1.1\r\nHost: x\r\nContent-Type: ${type}\r\nContent-Length: ${length}\r\n\r\n${body}`;

/** Bodies that are wrong in every way there is a reader for. */
const malformed: readonly (readonly [type: string, body: string])[] = [
  ["application/json", "{"],
  ["application/json", '{"instances": 3}'],
  ["application/json", `{"instances": ${"[".repeat(500)}${"]".repeat(500)}}`],
  ["application/json", '{"instances": [{"AGE": {}}]}'],
  ["application/json", '{"__proto__": [], "instances": [{"constructor": 1}]}'],
  ["application/jsonlines", '{"AGE": 1}\n{"AGE"'],
  ["text/csv", 'AGE,INCOME\n"1,2\n3'],
  ["text/csv", "A,B\n1,2"],
  ["text/csv", "\0\0\0"],
  ["application/x-npy", "\x93NUMPY\x01\0\xff\xff"],
  ["application/x-unknown", "?"],
  ["text/csv", ""],
];

describe("kindred serve, as a process", () => {
  it("answers thousands of malformed requests with an error each, and keeps nothing of them", async () => {
    const storm = async (requests: number): Promise<number> => {
      let refused = 0;
      const client = async (first: number): Promise<void> => {
        for (let k = first; k < requests; k += 8) {
          const [type, body] = malformed[k % malformed.length]!;
          const headers = { "content-type": type };
          const response = await fetch(`${server.url}/invocations`, { method: "POST", body, headers });
          if (response.status >= 400 && response.status < 500) refused++;
          await response.text();
        }
      };
      await Promise.all(Array.from({ length: 8 }, (_, c) => client(c)));
      return refused;
    };
    await storm(100);
    const before = await server.heap();
    expect(await storm(REQUESTS)).toBe(REQUESTS);
    const grown = (await server.heap()) - before;
    // A kilobyte kept of each request would be seen.
    expect(grown).toBeLessThan(Math.max(1 << 20, 1024 * REQUESTS));
    expect(await csv(unlabelled)).toBe(scores);
    expect([await metric("kindred_buffered_bytes"), await metric("kindred_scoring_requests")]).toEqual([0, 0]);
  }, 60_000);

  it("serves others while clients dawdle, and forgets those who leave in the middle of a body", async () => {
    const slow = await Promise.all(
      Array.from({ length: 60 }, (_, k) =>
        open(server, k % 2 === 0 ? "POST /invocations HTTP/1.1\r\nHost: x\r\nX-Slow" : post(70_000, "AGE,INCOME\n1")),
      ),
    );
    expect(await csv(unlabelled)).toBe(scores);
    for (const socket of slow) socket.destroy();
    await expect.poll(() => metric("kindred_buffered_bytes"), { timeout: 10_000 }).toBe(0);
    expect(await csv(one)).toBe(`LNR,score\nP0,${expected[0]}\n`);
  }, 30_000);

  it("is done with clients that leave while they are scored, or wait for it", async () => {
    const leaving = await Promise.all(Array.from({ length: 6 }, () => open(server, post(big.length, big))));
    await metric("kindred_scoring_requests");
    for (const socket of leaving) socket.destroy();
    await expect.poll(() => metric("kindred_scoring_requests"), { timeout: 20_000 }).toBe(0);
    await expect.poll(() => metric("kindred_buffered_bytes"), { timeout: 20_000 }).toBe(0);
    expect(await csv(unlabelled)).toBe(scores);
  }, 50_000);

  it("reads its model again on SIGHUP without a dropped request, and keeps it where the file is broken", async () => {
    let going = true;
    const headers = new Set<string>();
    const ask = async (): Promise<void> => {
      while (going) {
        const text = await csv(one);
        headers.add(text.split("\n")[0]!);
      }
    };
    const clients = [ask(), ask(), ask()];
    await writeFile(model, "{");
    server.child.kill("SIGHUP");
    await server.logged("reload-failed");
    await writeFile(model, JSON.stringify(zones));
    server.child.kill("SIGHUP");
    await server.logged("reloaded");
    expect((await csv(one)).split("\n")[0]).toBe("LNR,city,coast,hills");
    going = false;
    await Promise.all(clients);
    expect([...headers].every((one) => one === "LNR,score" || one === "LNR,city,coast,hills")).toBe(true);
  }, 30_000);

  it("answers on SIGTERM all that has come, whole, and ends with 0", async () => {
    // A connection that comes too late is refused; an answer that has begun is whole.
    const headers = { "content-type": "text/csv" };
    const ask = async (body: string): Promise<string | undefined> => {
      const response = await fetch(`${server.url}/invocations`, { method: "POST", body, headers }).catch(
        () => undefined,
      );
      return response?.text();
    };
    const asked = [ask(big), ask(unlabelled), ask(big)];
    await csv(one);
    server.child.kill("SIGTERM");
    const lines = (await Promise.all(asked)).map((text) => text?.split("\n").length);
    [60_002, 402, 60_002].forEach((whole, k) => {
      expect([whole, undefined]).toContain(lines[k]);
    });
    expect(lines.some((count) => count !== undefined)).toBe(true);
    expect(await server.ended).toBe(0);
    expect(server.logs.at(-1)).toMatchObject({ event: "stopped" });
  }, 40_000);

  it("killed under load gives whole answers or none", async () => {
    const outcomes: string[] = [];
    const ask = async (): Promise<void> => {
      for (;;) {
        const text = await csv(unlabelled, doomed).catch(() => undefined);
        if (text === undefined) return;
        outcomes.push(text);
      }
    };
    const clients = Array.from({ length: 6 }, ask);
    await expect.poll(() => outcomes.length, { timeout: 10_000 }).toBeGreaterThan(20);
    doomed.child.kill("SIGKILL");
    await Promise.all(clients);
    expect(await doomed.ended).toBe("SIGKILL");
    expect(outcomes.filter((text) => text !== scores)).toEqual([]);
  }, 30_000);
});
