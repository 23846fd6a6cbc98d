import { mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { load } from "../../src/index.js";
import { run } from "../../src/serve/command/run.js";
import { serve, train } from "../../src/serve/index.js";
import { features, lines } from "./people.js";

const folder = await mkdtemp(join(tmpdir(), "kindred-serve-"));
afterAll(() => rm(folder, { recursive: true }));
const data = join(folder, "mailing.csv");
const text = `LNR,AGE,INCOME,ZONE,MEMBER,SINCE,RESPONSE\n${lines.join("\n")}\n`;
await writeFile(data, text);
const at = (name: string): string => join(folder, name);

async function kindred(...args: string[]): Promise<{ code: number; out: string; error: string }> {
  let [out, error] = ["", ""];
  const code = await run(args, {
    out: (more) => {
      out += more;
    },
    error: (more) => {
      error += more;
    },
    signal: new AbortController().signal,
  });
  return { code, out, error };
}

describe("the command", () => {
  it("trains, inspects, predicts and exports", async () => {
    const model = at("model.json");
    const set = ["--set", "model.iterations=20", "model.minSamplesLeaf=5"];
    const trained = await kindred("train", data, "--target", "RESPONSE", "--id", "LNR", "--output", model, ...set);
    expect(trained.code).toBe(0);
    expect(trained.out).toContain("400 rows and 5 columns; LNR is an id and no feature");
    const inspected = await kindred("inspect", model);
    expect(inspected.out).toContain("model: GradientBoosting");
    expect(inspected.out).toContain("The checksum holds");
    const scores = at("scores.csv");
    expect((await kindred("predict", model, data, "--output", scores)).code).toBe(0);
    const fitted = load(await readFile(model, "utf8"));
    const expected = fitted.predictProbabilities(features).column("1");
    const written = (await readFile(scores, "utf8")).trim().split("\n");
    expect(written[0]).toBe("LNR,score");
    expect(written.slice(1)).toEqual([...expected].map((score, i) => `P${i},${score}`));
    const sql = at("model.sql");
    const exported = await kindred("export", model, "--dialect", "duckdb", "--table", "people", "--output", sql);
    expect([exported.code, exported.error]).toEqual([0, ""]);
    expect(await readFile(sql, "utf8")).toMatch(/^WITH[\s\S]*"people"[\s\S]*;\n$/);
    const script = at("model.mjs");
    expect((await kindred("export", model, "--to", "javascript", "--output", script)).code).toBe(0);
    const module = (await import(/* @vite-ignore */ script)) as { predictProbabilities(row: object): number[] };
    const person = { AGE: 60, INCOME: 2, ZONE: "coast", MEMBER: true, SINCE: new Date("2012-01-15") };
    expect(module.predictProbabilities(person)).toEqual([...fitted.row("predictProbabilities")(person)]);
    const graph = at("scorer.onnx");
    expect((await kindred("export", model, "--output", graph)).out).toMatch(/bytes of onnx\n$/);
    expect((await readFile(graph)).includes("kindred.inputs")).toBe(true);
    expect((await kindred("export", model, "--output", at("model.txt"))).code).toBe(2);
    expect((await kindred("export", model, "--to", "sql", "--dialect", "duckdb")).error).toContain("--table");
  });

  it("finds segments where no answer is named", async () => {
    const out = at("segments.json");
    expect((await kindred("train", data, "--output", out, "--set", "segments.clusters=3")).code).toBe(0);
    const scores = at("segments.csv");
    await kindred("predict", out, data, "--output", scores);
    const written = (await readFile(scores, "utf8")).trim().split("\n");
    expect(written[0]).toBe("LNR,cluster");
    expect(new Set(written.slice(1).map((line) => line.split(",")[1]))).toEqual(new Set(["0", "1", "2"]));
    const customers = at("customers.csv");
    await writeFile(
      customers,
      text
        .split("\n")
        .filter((line, i) => i === 0 || line.includes("coast"))
        .join("\n"),
    );
    const page = at("report.html");
    const files = ["--population", data, "--customers", customers, "--overlap", "contained"];
    const reported = await kindred("report", out, ...files, "--output", page, "--title", "Who <they> are");
    expect([reported.code, reported.out]).toEqual([
      0,
      expect.stringMatching(/3 segments of 400 people and \d+ customers/),
    ]);
    const html = await readFile(page, "utf8");
    expect(html).toContain("Who &lt;they&gt; are");
    expect(html).not.toContain("<script");
    expect((await kindred("report", out, ...files, "--audience", "all")).code).toBe(2);
  });

  it("teaches, and says by its exit code what went wrong", async () => {
    const help = await kindred("--help");
    expect([help.code, help.out.includes("From a file to a service")]).toEqual([0, true]);
    expect((await kindred("train", "--help")).out).toContain("--set segments.clusters=6");
    expect((await kindred("tran", data)).code).toBe(2);
    expect((await kindred("train", data, "--set", "nonsense")).code).toBe(2);
    expect((await kindred("train", data, "--target", "RESPONSE", "--set", "model.iterations=-1")).code).toBe(2);
    const missing = await kindred("train", data, "--target", "NOBODY");
    expect([missing.code, missing.error.includes('no column "NOBODY"')]).toEqual([1, true]);
    expect((await kindred("inspect", at("nothing.json"))).code).toBe(1);
  });
});

describe("the folders of a platform", () => {
  it("train a model, which is served and scores over HTTP", async () => {
    const ml = at("ml");
    await mkdir(join(ml, "input/config"), { recursive: true });
    await mkdir(join(ml, "input/data/training"), { recursive: true });
    await writeFile(join(ml, "input/data/training/people.csv"), text);
    const hyper = {
      target: "RESPONSE",
      id: "LNR",
      algorithm: "logisticRegression",
      "model.c": "0.5",
      sagemaker_program: "x",
    };
    await writeFile(join(ml, "input/config/hyperparameters.json"), JSON.stringify(hyper));
    expect((await kindred("train", "--folder", ml)).code).toBe(0);
    const model = load(await readFile(join(ml, "model/model.json"), "utf8"));
    const server = await serve(model, { port: 0, threads: 0 });
    expect((await fetch(`${server.url}/ping`)).status).toBe(200);
    const response = await fetch(`${server.url}/invocations`, {
      method: "POST",
      headers: { "content-type": "text/csv" },
      body: text,
    });
    const expected = model.predictProbabilities(features).column("1");
    expect((await response.text()).trim().split("\n").slice(1)).toEqual(
      [...expected].map((score, i) => `P${i},${score}`),
    );
    await server.close();
  });

  it("get a failure file that says why", async () => {
    const ml = at("broken");
    await mkdir(join(ml, "input/data/training"), { recursive: true });
    await expect(train({ folder: ml })).rejects.toThrow(/no file of rows/);
    expect(await readFile(join(ml, "output/failure"), "utf8")).toContain("no file of rows");
    expect((await kindred("train", "--folder", ml)).code).toBe(1);
  });
});
