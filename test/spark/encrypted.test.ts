import { execFile } from "node:child_process";
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { ServerCredentials } from "@grpc/grpc-js";
import { expect, it } from "vitest";
import { fakeServer } from "./fake-server.js";

const path = (name: string): string => fileURLToPath(new URL(name, import.meta.url));
const CERTIFICATE = path("../fixtures/tls/localhost.cert.pem");
/** A key that guards nothing: of this test's server alone. */
const KEY = path("../fixtures/tls/localhost.key.pem");

it("speaks to an encrypted server whose authority the environment names, and sends the token with each request", async () => {
  const pair = { private_key: readFileSync(KEY), cert_chain: readFileSync(CERTIFICATE) };
  let address = "";
  const server = await fakeServer(
    () => [{ resultComplete: {}, responseId: "end", serverSideSessionId: "one" }],
    ServerCredentials.createSsl(null, [pair]),
    (port) => {
      address = `sc://127.0.0.1:${port}/;token=T`;
      return address;
    },
  );
  // The library of gRPC reads the variable when it is imported, so that the client is a process of its own.
  const env = { ...process.env, GRPC_DEFAULT_SSL_ROOTS_FILE_PATH: CERTIFICATE };
  const client = ["--import", "tsx", path("encrypted-client.ts"), address];
  await promisify(execFile)(process.execPath, client, { env });
  server.close();
  expect(server.asked.map(({ method }) => method)).toEqual(expect.arrayContaining(["Config", "ExecutePlan"]));
  expect(server.asked.map(({ authorization }) => authorization)).toEqual(server.asked.map(() => "Bearer T"));
});
