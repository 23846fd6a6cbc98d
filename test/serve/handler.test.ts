import { describe, expect, it } from "vitest";
import type { RequestLog } from "../../src/serve/index.js";
import { createHandler } from "../../src/serve/index.js";
import { columns, features, lines, record, responders, segments, strict, unlabelled, zones } from "./people.js";

interface Prediction {
  readonly LNR?: string;
  readonly score?: number;
  readonly label?: unknown;
  readonly cluster?: number;
  readonly probabilities?: Readonly<Record<string, number>>;
  readonly error?: { readonly row: number; readonly column?: string; readonly code: string; readonly message: string };
}

const handler = createHandler(responders, { id: "LNR" });
const expected = responders.predictProbabilities(features).column("1");

async function post(
  body: string | Uint8Array | object,
  type = "application/json",
  { accept = "", to = handler, path = "/invocations" } = {},
): Promise<Response> {
  const content = typeof body === "string" || body instanceof Uint8Array ? body : JSON.stringify(body);
  const headers = { "content-type": type, ...(accept === "" ? {} : { accept }) };
  return to(new Request(`http://localhost${path}`, { method: "POST", body: content as BodyInit, headers }));
}

async function predictions(response: Response): Promise<readonly Prediction[]> {
  expect(response.status).toBe(200);
  return ((await response.json()) as { predictions: Prediction[] }).predictions;
}

const get = (path: string, to = handler): Promise<Response> => to(new Request(`http://localhost${path}`));
const all = lines.map((_, i) => record(i));

describe("scores over HTTP", () => {
  it("are those that the model gives in the process, for one row and for many, and ids pass through", async () => {
    for (const count of [1, 7, 8, 9, 400]) {
      const found = await predictions(await post({ instances: all.slice(0, count) }));
      expect(found.map((one) => one.score)).toEqual([...expected.slice(0, count)]);
      expect(found.map((one) => one.LNR)).toEqual(all.slice(0, count).map((one) => one["LNR"]));
      expect(found[0]!.label).toBe(expected[0]! > 0.5 ? 1 : 0);
    }
  });

  it("come from every shape of JSON that SageMaker and MLflow send", async () => {
    const rows = all.slice(0, 20);
    const names = ["ZONE", "AGE", "EXTRA", "SINCE", "INCOME", "MEMBER"];
    const arrays = rows.map((row) => columns.map((name) => row[name]));
    const bodies: object[] = [
      rows,
      { instances: rows },
      { instances: arrays },
      { instances: arrays.map((values) => ({ features: values })) },
      { dataframe_records: rows },
      { dataframe_split: { columns: names, data: rows.map((row) => names.map((name) => row[name] ?? null)) } },
      { inputs: rows },
      { inputs: Object.fromEntries(columns.map((name) => [name, rows.map((row) => row[name])])) },
    ];
    for (const body of bodies) {
      const found = await predictions(await post(body));
      expect(found.map((one) => one.score)).toEqual([...expected.slice(0, 20)]);
    }
    expect((await predictions(await post(rows[3]!)))[0]!.score).toBe(expected[3]);
  });

  it("come from CSV with names in any order, without names, with semicolons, quotes and returns", async () => {
    const text = await (await post(unlabelled, "text/csv")).text();
    const answered = text.trim().split("\n");
    expect(answered[0]).toBe("LNR,score");
    expect(answered.slice(1)).toEqual(lines.map((line, i) => `${line.split(",")[0]},${expected[i]}`));
    const plain = lines.slice(0, 9).map((line) => line.split(",").slice(1, 6));
    const quoted = plain.map((cells) => cells.map((cell) => `"${cell}"`).join(";")).join("\r\n");
    for (const body of [
      quoted,
      plain.map((cells) => cells.join(",")).join("\n"),
      plain.map((cells) => cells.join("\t")).join("\n"),
    ])
      expect(await (await post(body, "text/csv")).text()).toBe(`${[...expected.slice(0, 9)].join("\n")}\n`);
    const withHeader = await post(plain[0]!.join(","), "text/csv", { accept: "text/csv; header=present" });
    expect(await withHeader.text()).toBe(`score\n${expected[0]}\n`);
  });

  it("come from JSON lines, a line that is no JSON among them", async () => {
    const body = `${JSON.stringify(all[0])}\n{"AGE": \n\n${JSON.stringify({ features: columns.map((name) => all[2]![name]) })}\n`;
    const text = await (await post(body, "application/jsonlines")).text();
    const found = text
      .trim()
      .split("\n")
      .map((line) => JSON.parse(line) as Prediction);
    expect(found.map((one) => one.score)).toEqual([expected[0], undefined, expected[2]]);
    expect(found[1]!.error).toMatchObject({ row: 1, code: "MALFORMED_JSON" });
  });

  it("may be asked for in another format than the rows came in", async () => {
    const one = await post({ instances: all.slice(0, 2) }, "application/json", { accept: "text/csv" });
    expect(await one.text()).toBe(`P0,${expected[0]}\nP1,${expected[1]}\n`);
    expect((await post({ instances: all }, "application/json", { accept: "image/png" })).status).toBe(406);
    expect((await post("x", "application/xml")).status).toBe(415);
  });

  it("are probabilities by class for more than two classes, and segments for a clusterer", async () => {
    const found = await predictions(
      await post({ instances: all.slice(0, 3) }, undefined, { to: createHandler(zones) }),
    );
    const own = zones.predictProbabilities(features.select(["AGE", "INCOME", "MEMBER"])).toRows();
    expect(found.map((one) => Object.values(one.probabilities!))).toEqual(own.slice(0, 3));
    expect(Object.keys(found[0]!.probabilities!)).toEqual(["city", "coast", "hills"]);
    expect(found[0]!.label).toBe(zones.predict(features.select(["AGE", "INCOME", "MEMBER"]))[0]);
    const clusters = await predictions(await post({ instances: all }, undefined, { to: createHandler(segments) }));
    expect(clusters.map((one) => one.cluster)).toEqual([...segments.predict(features)]);
  });

  it("of words that were not there at fit are those of the model itself", async () => {
    const rows = [
      { ...all[0]!, ZONE: "moon" },
      { ...all[1]!, ZONE: 5 },
    ];
    const found = await predictions(await post({ instances: [...rows, ...all.slice(0, 10)] }));
    const one = responders.row("predictProbabilities");
    expect(found[0]!.score).toBe(one({ ...rows[0], SINCE: new Date(String(all[0]!["SINCE"])) } as never)[1]);
    expect(found[1]!.error).toBeUndefined();
    expect(found[2]!.score).toBe(expected[0]);
  });
});

describe("a bad row", () => {
  it("gets an error that names row and column, and the others their scores", async () => {
    const rows: object[] = all.slice(0, 30).map((row) => ({ ...row }));
    rows[3] = { ...all[3], AGE: "secret" };
    rows[11] = { LNR: "x", AGE: 1 };
    rows[12] = { ...all[12], MEMBER: 7 };
    rows[13] = { ...all[13], SINCE: "yesterday" };
    rows[14] = [1, 2];
    const response = await post({ instances: rows });
    expect(response.headers.get("x-failed-rows")).toBe("5");
    const text = await response.clone().text();
    expect(text).not.toMatch(/secret|yesterday/);
    const found = await predictions(response);
    expect(found.map((one, i) => (one.error === undefined ? one.score : -i))).toEqual(
      rows.map((_, i) => ([3, 11, 12, 13, 14].includes(i) ? -i : expected[i])),
    );
    expect(found[3]!.error).toEqual({
      row: 3,
      code: "RETYPED_COLUMN",
      column: "AGE",
      message: "expected a number or null",
    });
    expect(found[11]!.error).toMatchObject({ row: 11, code: "MISSING_COLUMN", column: "INCOME" });
    expect(found[11]!.LNR).toBe("x");
    expect(found[12]!.error).toMatchObject({ row: 12, column: "MEMBER" });
    expect(found[13]!.error).toMatchObject({ row: 13, column: "SINCE" });
    expect(found[14]!.error).toMatchObject({ row: 14, code: "WRONG_WIDTH" });
  });

  it("of CSV gets a cell that says why", async () => {
    const body = [
      "LNR,AGE,INCOME,ZONE,MEMBER,SINCE",
      "a,old,1,city,true,2011-01-15",
      "b,1",
      "P0,".concat(lines[0]!.split(",").slice(1, 6).join(",")),
    ];
    const answered = (await (await post(body.join("\n"), "text/csv")).text()).trim().split("\n");
    expect(answered[0]).toBe("LNR,score,error");
    expect(answered[1]).toBe('a,,"row 0, column AGE: expected a finite number"');
    expect(answered[2]).toBe("b,,row 1: the row has 2 cells where 6 are expected");
    expect(answered[3]).toBe(`P0,${expected[0]},`);
  });

  it("is found among many when the model itself refuses it", async () => {
    const to = createHandler(strict);
    const rows = all.map(({ AGE, ZONE }) => ({ AGE, ZONE }));
    rows[123] = { AGE: 30, ZONE: "moon" };
    rows[250] = { AGE: null as never, ZONE: "city" };
    const found = await predictions(await post({ instances: rows }, undefined, { to }));
    const own = strict.predictProbabilities(features.select(["AGE", "ZONE"])).column("1");
    expect(found[123]!.error).toMatchObject({ row: 123, code: "UNSEEN_CATEGORY" });
    expect(found[250]!.error).toMatchObject({ row: 250, code: "MISSING_VALUE", column: "AGE" });
    expect(found.filter((one) => one.error !== undefined)).toHaveLength(2);
    expect(found[124]!.score).toBe(own[124]);
    expect(found[399]!.score).toBe(own[399]);
  });

  it("alone is a bad request", async () => {
    const response = await post({ instances: [{ ...all[0], AGE: "x" }] });
    expect(response.status).toBe(400);
    expect(await response.json()).toMatchObject({
      error: { code: "NO_ROW_SCORED", rows: [{ row: 0, column: "AGE" }] },
    });
  });

  it("may have columns that are called like what every object has", async () => {
    const { FeatureMatrix, Scaler } = await import("../../src/index.js");
    const fitted = await new Scaler().fit(FeatureMatrix.fromColumns({ constructor: [1, 2, 3], __proto__x: [1, 2, 4] }));
    const to = createHandler(fitted);
    expect((await post('{"instances":[{"__proto__x":1}]}', undefined, { to })).status).toBe(400);
    expect((await post('{"instances":[{"__proto__x":1,"constructor":2}]}', undefined, { to })).status).toBe(200);
  });
});

describe("arrays of NumPy", () => {
  const npy = (values: readonly number[], shape: string, descr = "<f8", fortran = "False"): Uint8Array => {
    const head = `{'descr': '${descr}', 'fortran_order': ${fortran}, 'shape': ${shape}, }`;
    const length = Math.ceil((10 + head.length + 1) / 64) * 64 - 10;
    const out = new Uint8Array(10 + length + values.length * 8);
    out.set([0x93, 78, 85, 77, 80, 89, 1, 0, length & 255, length >> 8]);
    out.set(new TextEncoder().encode(`${head.padEnd(length - 1)}\n`), 10);
    const view = new DataView(out.buffer);
    values.forEach((value, i) => {
      if (descr === "<f8") view.setFloat64(10 + length + 8 * i, value, true);
      else view.setBigInt64(10 + length + 8 * i, BigInt(value), false);
    });
    return out;
  };

  it("are read in either order of memory and of bytes, and scores come back as one", async () => {
    const { FeatureMatrix, LogisticRegression } = await import("../../src/index.js");
    const x = FeatureMatrix.fromColumns({ a: [1, 2, 3, 9], b: [4, 1, 7, 8] });
    const fitted = await new LogisticRegression().fit(x, [0, 0, 1, 1]);
    const own = fitted.predictProbabilities(x).column("1");
    const to = createHandler(fitted);
    const byRow = [1, 4, 2, 1, 3, 7, 9, 8];
    const byColumn = [1, 2, 3, 9, 4, 1, 7, 8];
    for (const body of [npy(byRow, "(4, 2)"), npy(byColumn, "(4, 2)", "<f8", "True"), npy(byRow, "(4, 2)", ">i8")]) {
      const response = await post(body, "application/x-npy", { to });
      const bytes = new Uint8Array(await response.arrayBuffer());
      expect(new TextDecoder("latin1").decode(bytes.subarray(10, 128))).toMatch(/'descr': '<f8'.*'shape': \(4,\)/);
      expect(bytes.length).toBe(128 + 32);
      expect([...new Float64Array(bytes.slice(128).buffer)]).toEqual([...own]);
    }
    for (const body of [
      npy(byRow, "(4, 3)"),
      npy(byRow, "(2, 2)"),
      npy([1], "(4, 2)").subarray(0, 60),
      npy(byRow, "(4, 2)", "|O"),
    ])
      expect((await post(body, "application/x-npy", { to })).status).toBe(400);
    expect((await post(npy([1, 2, 3, 4, 5], "(1, 5)"), "application/x-npy")).status).toBe(400);
  });
});

describe("the Open Inference Protocol", () => {
  const infer = (body: object, to = handler): Promise<Response> =>
    post(body, undefined, { to, path: "/v2/models/model/infer" });
  const column = (name: string, datatype: string): object => ({
    name,
    datatype,
    shape: [3],
    data: all.slice(0, 3).map((row) => row[name]),
  });

  it("takes a tensor a column and gives tensors of probabilities and labels", async () => {
    const inputs = [
      column("AGE", "INT64"),
      column("INCOME", "FP64"),
      column("ZONE", "BYTES"),
      column("MEMBER", "BOOL"),
      column("SINCE", "BYTES"),
      column("LNR", "BYTES"),
    ];
    const found = (await (await infer({ id: "42", inputs })).json()) as {
      id: string;
      model_name: string;
      outputs: { name: string; shape: number[]; data: unknown[] }[];
    };
    expect(found).toMatchObject({ id: "42", model_name: "model" });
    expect(found.outputs.map(({ name, shape }) => [name, shape])).toEqual([
      ["probabilities", [3, 2]],
      ["label", [3]],
      ["LNR", [3]],
    ]);
    expect([1, 3, 5].map((k) => found.outputs[0]!.data[k])).toEqual([...expected.slice(0, 3)]);
    expect(found.outputs[2]!.data).toEqual(["P0", "P1", "P2"]);
    const one = (await (await infer({ inputs, outputs: [{ name: "label" }] })).json()) as { outputs: object[] };
    expect(one.outputs).toHaveLength(1);
    expect((await infer({ inputs, outputs: [{ name: "nothing" }] })).status).toBe(400);
  });

  it("says what it takes and gives, and errors as its standard has them", async () => {
    expect(await (await get("/v2/models/model")).json()).toMatchObject({
      inputs: [
        { name: "AGE", datatype: "FP64", shape: [-1] },
        { name: "INCOME" },
        { name: "ZONE", datatype: "BYTES" },
        { name: "MEMBER", datatype: "BOOL" },
        { name: "SINCE" },
      ],
      outputs: [
        { name: "probabilities", shape: [-1, 2] },
        { name: "label", datatype: "INT64" },
      ],
    });
    for (const path of [
      "/v2",
      "/v2/health/live",
      "/v2/health/ready",
      "/v2/models/model/ready",
      "/v2/models/model/versions/1/ready",
    ])
      expect((await get(path)).status).toBe(200);
    expect((await get("/v2/models/other")).status).toBe(404);
    const bad = await infer({ inputs: [column("AGE", "INT64")] });
    expect(bad.status).toBe(400);
    expect(typeof ((await bad.json()) as { error: unknown }).error).toBe("string");
  });

  it("takes a matrix of a model of numbers, and gives null where a row failed", async () => {
    const { FeatureMatrix, KMeans } = await import("../../src/index.js");
    const x = FeatureMatrix.fromColumns({ a: [1, 2, 30, 31], b: [4, 1, 70, 80] });
    const to = createHandler(await new KMeans({ clusters: 2, seed: 1 }).fit(x));
    const tensor = {
      name: "x",
      datatype: "FP32",
      shape: [4, 2],
      data: [
        [1, 4],
        [2, 1],
        [30, "x"],
        [31, 80],
      ],
    };
    const found = (await (await infer({ inputs: [tensor] }, to)).json()) as {
      outputs: { data: unknown[] }[];
      parameters: { failed_rows: string };
    };
    expect(found.outputs[0]!.data.map((one) => typeof one)).toEqual(["number", "number", "object", "number"]);
    expect(JSON.parse(found.parameters.failed_rows)).toMatchObject([{ row: 2, column: "b" }]);
  });
});

describe("the service", () => {
  it("answers the platforms' questions", async () => {
    expect((await get("/ping")).status).toBe(200);
    expect((await get("/health")).status).toBe(200);
    expect(await (await get("/version")).text()).toMatch(/^\d+$/);
    expect(await (await get("/execution-parameters")).json()).toEqual({
      MaxConcurrentTransforms: 8,
      BatchStrategy: "MULTI_RECORD",
      MaxPayloadInMB: 6,
    });
    expect((await get("/nothing")).status).toBe(404);
    const wrong = await get("/invocations");
    expect([wrong.status, wrong.headers.get("allow")]).toEqual([405, "POST"]);
    const head = await handler(new Request("http://localhost/ping", { method: "HEAD" }));
    expect([head.status, await head.text()]).toEqual([200, ""]);
  });

  it("describes itself: OpenAPI with a schema of the row, and a page without scripts", async () => {
    const description = (await (await get("/openapi.json")).json()) as {
      components: { schemas: { Row: { required: string[]; properties: Record<string, object> } } };
    };
    const { Row } = description.components.schemas;
    expect(Row.required).toEqual(columns);
    expect(Row.properties["ZONE"]).toMatchObject({ type: ["string", "null"], examples: ["city", "coast", "hills"] });
    expect(Row.properties["MEMBER"]).toMatchObject({ type: ["boolean", "null"] });
    const page = await get("/docs");
    expect(await page.text()).toContain("<code>ZONE</code>");
    expect(page.headers.get("content-security-policy")).toContain("default-src 'none'");
    const closed = createHandler(responders, { docs: false, metrics: false });
    for (const path of ["/docs", "/openapi.json", "/metrics"]) expect((await get(path, closed)).status).toBe(404);
  });

  it("counts for Prometheus and logs without anything of the body", async () => {
    const logs: RequestLog[] = [];
    const to = createHandler(responders, { onRequest: (entry) => logs.push(entry) });
    await post({ instances: [all[0], { AGE: "topsecret" }] }, undefined, { to, path: "/invocations?key=topsecret" });
    await post("{", undefined, { to });
    const text = await (await get("/metrics", to)).text();
    expect(text).toContain('kindred_requests_total{route="/invocations",status="200"} 1');
    expect(text).toContain('kindred_requests_total{route="/invocations",status="400"} 1');
    expect(text).toContain('kindred_rows_total{outcome="failed"} 1');
    expect(text).toMatch(/kindred_request_seconds_bucket\{route="\/invocations",le="\+Inf"\} 2/);
    expect(text).toContain("kindred_buffered_bytes 0");
    expect(logs.map(({ status, rows, failedRows, code }) => [status, rows, failedRows, code])).toEqual([
      [200, 2, 1, undefined],
      [400, undefined, undefined, "MALFORMED_JSON"],
      [200, undefined, undefined, undefined],
    ]);
    expect(JSON.stringify(logs)).not.toContain("topsecret");
  });

  it("limits bytes, rows and depth, with a length told or not", async () => {
    const to = createHandler(responders, { limits: { bodyBytes: 2000, rows: 3, depth: 4 } });
    expect((await post(" ".repeat(2001), undefined, { to })).status).toBe(413);
    const stream = new ReadableStream({
      pull: (controller) => controller.enqueue(new Uint8Array(500).fill(32)),
    });
    const chunked = new Request("http://localhost/invocations", {
      method: "POST",
      body: stream,
      duplex: "half",
    } as RequestInit);
    expect((await to(chunked)).status).toBe(413);
    expect(await (await post({ instances: all.slice(0, 4) }, undefined, { to })).json()).toMatchObject({
      error: { code: "TOO_MANY_ROWS" },
    });
    expect(await (await post("[[[[[1]]]]]", undefined, { to })).json()).toMatchObject({ error: { code: "TOO_DEEP" } });
    expect((await post('["[[[[[[", "\\\\", "\\"[[[[["]', undefined, { to })).status).toBe(400);
    expect((await post("x", "text/csv", { to })).status).toBe(400);
    const packed = new Request("http://localhost/invocations", {
      method: "POST",
      body: "x",
      headers: { "content-encoding": "gzip" },
    });
    expect((await to(packed)).status).toBe(415);
  });

  it("sends those away that find too many waiting", async () => {
    const to = createHandler(responders, { limits: { waiting: 2 } });
    const big = { instances: Array.from({ length: 3000 }, (_, i) => all[i % 400]) };
    const answers = await Promise.all([1, 2, 3, 4].map(() => post(big, undefined, { to })));
    expect(answers.map((one) => one.status).sort()).toEqual([200, 200, 503, 503]);
    expect(answers.find((one) => one.status === 503)!.headers.get("retry-after")).toBe("1");
    expect((await post({ instances: [all[0]] }, undefined, { to })).status).toBe(200);
  });

  it("serves another model from the next request on", async () => {
    const to = createHandler(responders);
    const before = post({ instances: Array.from({ length: 5000 }, (_, i) => all[i % 400]) }, undefined, { to });
    await to.reload(zones);
    expect((await predictions(await before))[4999]!.score).toBe(expected[4999 % 400]);
    expect((await predictions(await post({ instances: [all[0]] }, undefined, { to })))[0]!.probabilities).toBeDefined();
  });

  it("tells of what nobody expected in the log alone", async () => {
    const logs: RequestLog[] = [];
    const broken = { kind: "Broken", inputColumns: [], toJSON: () => ({}) };
    expect(() => createHandler(broken as never)).toThrow();
    const to = createHandler(responders, { onRequest: (entry) => logs.push(entry) });
    const request = new Request("http://localhost/invocations", {
      method: "POST",
      body: "{}",
      headers: { "content-type": "application/json" },
    });
    Object.defineProperty(request, "body", {
      get: () => {
        throw new Error("inner secret");
      },
    });
    const response = await to(request);
    expect(response.status).toBe(500);
    expect(await response.text()).not.toContain("secret");
    expect(logs[0]).toMatchObject({ level: "error", code: "INTERNAL" });
  });

  it("refuses options that it does not know", () => {
    expect(() => createHandler(responders, { nmae: "x" } as never)).toThrow(/nmae/);
    expect(() => createHandler(responders, { name: "a/b" })).toThrow(/name/);
    expect(() => createHandler(responders, { limits: { rows: 0 } })).toThrow(/limits.rows/);
    expect(() => createHandler(responders, { verb: "transform" })).toThrow(/transform/);
  });
});

describe("a client that is gone", () => {
  it("has no more rows scored for it", async () => {
    const leaving = new AbortController();
    const lines = unlabelled.split("\n");
    const body = [lines[0], ...Array.from({ length: 20_000 }, (_, i) => lines[1 + (i % 400)])].join("\n");
    const headers = { "content-type": "text/csv" };
    const logs: RequestLog[] = [];
    const to = createHandler(responders, { onRequest: (entry) => logs.push(entry) });
    const url = "http://localhost/invocations";
    const answer = to(new Request(url, { method: "POST", body, headers, signal: leaving.signal }));
    leaving.abort();
    expect((await answer).status).toBe(499);
    expect(logs).toMatchObject([{ status: 499, code: "CLIENT_GONE", level: "warn" }]);
  });
});
