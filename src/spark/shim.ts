/**
 * The Python that runs on executors: it hands the Arrow batches of a partition to a Node process, each framed as a stream of its own behind its length, and hands on
 * what comes back: a row number, a number of rows and bytes twice.
 */
export const SHIM = `
def make(command, work):
    def run(batches):
        import base64, struct, subprocess, tempfile, threading, pyarrow as pa
        errors = tempfile.TemporaryFile()
        node = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=errors)
        failed = []
        def frame(data):
            node.stdin.write(struct.pack('<Q', len(data)))
            node.stdin.write(data)
        def feed():
            try:
                frame(base64.b64decode(work))
                for batch in batches:
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
                body = [pa.array([node.stdout.read(length)], pa.binary()) for length in (data, state)]
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
export const SHIM_COLUMNS = "row bigint, rows bigint, data binary, state binary";
