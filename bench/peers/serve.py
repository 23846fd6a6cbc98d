"""Serves runs of some work to the harness, as bench/harness/serve.ts does."""

import gc
import json
import resource
import sys
import time


def say(**answer):
    print(json.dumps(answer), flush=True)


def serve(work):
    """`work()` is timed; a dictionary of numbers that it gives back is handed on."""
    say(ready=1)
    for line in sys.stdin:
        if line.strip() == "close":
            say(megabytes=resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)
            break
        gc.collect()
        start = time.perf_counter()
        facts = work() or {}
        say(seconds=time.perf_counter() - start, **{key: float(value) for key, value in facts.items()})
