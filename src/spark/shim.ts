import type { SparkColumn } from "./connect/plans.js";

/**
 * The Python that runs on executors: it hands the Arrow batches of a partition to a Node process, each framed as a stream of its own behind its length, and hands on
 * what comes back: a row number, a number of rows and bytes twice. With `kept`, the first column of each batch stays here and goes out under that name beside the
 * columns of the Arrow stream that comes back for the batch, as `types`.
 */
export const SHIM = `
def make(command, work, kept=None, types=()):
    def run(batches):
        import base64, collections, struct, subprocess, tempfile, threading, pyarrow as pa
        errors = tempfile.TemporaryFile()
        node = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=errors)
        failed = []
        firsts = collections.deque()
        def frame(data):
            node.stdin.write(struct.pack('<Q', len(data)))
            node.stdin.write(data)
        def feed():
            try:
                frame(base64.b64decode(work))
                for batch in batches:
                    if kept is not None:
                        if batch.num_rows == 0:
                            continue
                        firsts.append(batch.column(0))
                        batch = pa.record_batch(batch.columns[1:], names=batch.schema.names[1:])
                    sink = pa.BufferOutputStream()
                    with pa.ipc.new_stream(sink, batch.schema) as writer:
                        writer.write_batch(batch)
                    frame(sink.getvalue())
                node.stdin.close()
            except BrokenPipeError:
                pass
            except BaseException as error:
                failed.append(error)
                node.kill()
        feeder = threading.Thread(target=feed, daemon=True)
        feeder.start()
        ended = False
        try:
            while True:
                head = node.stdout.read(32)
                if len(head) < 32:
                    break
                row, rows, data, state = struct.unpack('<qqQQ', head)
                body = [node.stdout.read(length) for length in (data, state)]
                if kept is not None:
                    for answers in pa.ipc.open_stream(body[0]):
                        columns = [column.cast(getattr(pa, type)()) for column, type in zip(answers.columns, types)]
                        yield pa.record_batch([firsts.popleft(), *columns], [kept, *answers.schema.names])
                    continue
                body = [pa.array([one], pa.binary()) for one in body]
                yield pa.record_batch([pa.array([row], pa.int64()), pa.array([rows], pa.int64()), *body], ['row', 'rows', 'data', 'state'])
            ended = True
        finally:
            if not ended:
                node.kill()
            code = node.wait()
            feeder.join()
        if failed:
            raise failed[0]
        if code != 0:
            errors.seek(0)
            raise RuntimeError('kindred: ' + errors.read().decode('utf-8', 'replace')[-4000:])
    return run
`;

/** The columns that the shim gives. */
export const SHIM_COLUMNS: readonly SparkColumn[] = [
  { name: "row", type: "bigint" },
  { name: "rows", type: "bigint" },
  { name: "data", type: "binary" },
  { name: "state", type: "binary" },
];
