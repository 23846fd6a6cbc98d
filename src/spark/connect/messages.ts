import protobuf from "protobufjs";

/** A field of a message: its number and its type; `"[]"` behind the type where there may be several. */
type Field = readonly [number: number, type: string];

/** As much of Spark Connect's public protocol as is used here: names and numbers of fields as in its protocol files. */
const MESSAGES: Readonly<Record<string, Readonly<Record<string, Field>>>> = {
  UserContext: { userId: [1, "string"], userName: [2, "string"] },
  Sql: { query: [1, "string"] },
  Unparsed: { dataTypeString: [1, "string"] },
  DataType: { unparsed: [24, "Unparsed"] },
  PythonUdf: { outputType: [1, "DataType"], evalType: [2, "int32"], command: [3, "bytes"], pythonVer: [4, "string"] },
  InlineFunction: { functionName: [1, "string"], deterministic: [2, "bool"], pythonUdf: [4, "PythonUdf"] },
  MapPartitions: { input: [1, "Relation"], func: [2, "InlineFunction"] },
  DataSource: { format: [1, "string"], schema: [2, "string"], paths: [4, "string[]"] },
  Read: { dataSource: [2, "DataSource"] },
  Relation: { read: [2, "Read"], sql: [10, "Sql"], mapPartitions: [28, "MapPartitions"] },
  SaveTable: { tableName: [1, "string"], saveMethod: [2, "int32"] },
  WriteOperation: {
    input: [1, "Relation"],
    source: [2, "string"],
    path: [3, "string"],
    table: [4, "SaveTable"],
    mode: [5, "int32"],
  },
  SqlCommand: { input: [6, "Relation"] },
  Command: { writeOperation: [2, "WriteOperation"], sqlCommand: [5, "SqlCommand"] },
  Plan: { root: [1, "Relation"], command: [2, "Command"] },
  ReattachOptions: { reattachable: [1, "bool"] },
  RequestOption: { reattachOptions: [1, "ReattachOptions"] },
  ExecutePlanRequest: {
    sessionId: [1, "string"],
    userContext: [2, "UserContext"],
    plan: [3, "Plan"],
    clientType: [4, "string"],
    requestOptions: [5, "RequestOption[]"],
    operationId: [6, "string"],
  },
  ArrowBatch: { rowCount: [1, "int64"], data: [2, "bytes"] },
  ResultComplete: {},
  StageInfo: {
    numTasks: [2, "int64"],
    numCompletedTasks: [3, "int64"],
    inputBytesRead: [4, "int64"],
    done: [5, "bool"],
  },
  ExecutionProgress: { stages: [1, "StageInfo[]"], numInflightTasks: [2, "int64"] },
  ExecutePlanResponse: {
    arrowBatch: [2, "ArrowBatch"],
    responseId: [13, "string"],
    resultComplete: [14, "ResultComplete"],
    serverSideSessionId: [15, "string"],
    executionProgress: [18, "ExecutionProgress"],
  },
  ReattachExecuteRequest: {
    sessionId: [1, "string"],
    userContext: [2, "UserContext"],
    operationId: [3, "string"],
    clientType: [4, "string"],
    lastResponseId: [5, "string"],
  },
  ReleaseAll: {},
  ReleaseUntil: { responseId: [1, "string"] },
  ReleaseExecuteRequest: {
    sessionId: [1, "string"],
    userContext: [2, "UserContext"],
    operationId: [3, "string"],
    clientType: [4, "string"],
    releaseAll: [5, "ReleaseAll"],
    releaseUntil: [6, "ReleaseUntil"],
  },
  ReleaseExecuteResponse: { sessionId: [1, "string"] },
  KeyValue: { key: [1, "string"], value: [2, "string"] },
  ConfigSet: { pairs: [1, "KeyValue[]"] },
  ConfigOperation: { set: [1, "ConfigSet"] },
  ConfigRequest: {
    sessionId: [1, "string"],
    userContext: [2, "UserContext"],
    operation: [3, "ConfigOperation"],
    clientType: [4, "string"],
  },
  ConfigResponse: { sessionId: [1, "string"] },
  ArtifactChunk: { data: [1, "bytes"], crc: [2, "int64"] },
  BeginChunkedArtifact: {
    name: [1, "string"],
    totalBytes: [2, "int64"],
    numChunks: [3, "int64"],
    initialChunk: [4, "ArtifactChunk"],
  },
  AddArtifactsRequest: {
    sessionId: [1, "string"],
    userContext: [2, "UserContext"],
    beginChunk: [4, "BeginChunkedArtifact"],
    chunk: [5, "ArtifactChunk"],
    clientType: [6, "string"],
  },
  ArtifactSummary: { name: [1, "string"], isCrcSuccessful: [2, "bool"] },
  AddArtifactsResponse: { artifacts: [1, "ArtifactSummary[]"], serverSideSessionId: [3, "string"] },
  InterruptRequest: {
    sessionId: [1, "string"],
    userContext: [2, "UserContext"],
    clientType: [3, "string"],
    interruptType: [4, "int32"],
    operationId: [6, "string"],
  },
  InterruptResponse: { sessionId: [1, "string"] },
  ReleaseSessionRequest: { sessionId: [1, "string"], userContext: [2, "UserContext"], clientType: [3, "string"] },
  ReleaseSessionResponse: { sessionId: [1, "string"] },
};

const root = protobuf.Root.fromJSON({
  nested: Object.fromEntries(
    Object.entries(MESSAGES).map(([name, fields]) => [
      name,
      {
        fields: Object.fromEntries(
          Object.entries(fields).map(([field, [id, type]]) => [
            field,
            type.endsWith("[]") ? { id, type: type.slice(0, -2), rule: "repeated" } : { id, type },
          ]),
        ),
      },
    ]),
  ),
});

/** The bytes of a message. */
export function encodeMessage(name: string, message: object): Buffer {
  const type = root.lookupType(name);
  return Buffer.from(type.encode(type.fromObject(message)).finish());
}

/** The message that bytes hold; whole numbers of 64 bits come as numbers. */
export function decodeMessage<M>(name: string, bytes: Uint8Array): M {
  const type = root.lookupType(name);
  return type.toObject(type.decode(bytes), { longs: Number }) as M;
}
