import { afterEach, describe, expect, it, vi } from "vitest";
import { readAddress } from "../../src/spark/connect/address.js";
import { sparkSource } from "../../src/spark/index.js";

afterEach(() => vi.unstubAllEnvs());

describe("addresses of Spark Connect servers", () => {
  it("are read as Spark's clients read them", () => {
    expect(readAddress("sc://localhost")).toMatchObject({
      host: "localhost",
      port: 15002,
      secure: false,
      userId: "kindred",
    });
    const cloud = readAddress("sc://a.example:443/;token=T%3D1;user_id=me;x-cluster=7");
    expect(cloud).toMatchObject({ host: "a.example", port: 443, secure: true, token: "T=1", userId: "me" });
    expect([...cloud.headers]).toEqual([["x-cluster", "7"]]);
    expect(readAddress("sc://[::1]:99/;use_ssl=true")).toMatchObject({ host: "[::1]", port: 99, secure: true });
  });

  it("carry a token in the open to this machine alone, and take one from the environment", () => {
    expect(readAddress("sc://localhost/;token=T")).toMatchObject({ secure: false, token: "T" });
    expect(readAddress("sc://localhost/;token=T;use_ssl=true")).toMatchObject({ secure: true, token: "T" });
    vi.stubEnv("SPARK_CONNECT_AUTHENTICATE_TOKEN", "E");
    expect(readAddress("sc://a.example")).toMatchObject({ secure: true, token: "E" });
    expect(readAddress("sc://a.example/;token=T")).toMatchObject({ token: "T" });
  });

  it("are refused where they are none, without their tokens", () => {
    expect(() => readAddress("http://host;token=secret")).toThrow(
      '"http://host;token=…" is none of a Spark Connect server',
    );
  });
});

describe("sparkSource", () => {
  const options = { rowId: "LNR", stage: "/stage" };

  it("refuses options that it does not know, and what is missing", async () => {
    const made = (change: object): Promise<unknown> => sparkSource("sc://host", "SELECT 1", { ...options, ...change });
    await expect(made({ stages: 1 })).rejects.toThrow('unknown option "stages", did you mean "stage"?');
    await expect(made({ rowId: "" })).rejects.toThrow(
      'option "rowId": expected the column that names each row, got ""',
    );
    await expect(made({ stage: "a`b" })).rejects.toThrow('option "stage": expected a folder');
    await expect(made({ onTasks: 1 })).rejects.toThrow('option "onTasks": expected a function, got 1');
    await expect(made({ python: "3" })).rejects.toThrow('option "python": expected a version');
    await expect(sparkSource("sc://host", " ", options)).rejects.toThrow("query: expected a text that is not empty");
  });

  it("says where no server answers", async () => {
    const people = await sparkSource("sc://127.0.0.1:9", "SELECT 1 AS LNR", options);
    const read = async (): Promise<void> => {
      for await (const _ of people.open(AbortSignal.timeout(60_000)));
    };
    await expect(read()).rejects.toThrow("no Spark Connect server answers at 127.0.0.1:9");
    await people.close();
  }, 60_000);
});
