import sys

import numpy as np
from serve import serve
from sklearn.metrics import silhouette_score

path, size, clusters = sys.argv[1:]
rows, columns = map(int, size.split("x"))
x = np.fromfile(path, dtype=np.float32).reshape(rows, columns).astype(np.float64)
bits = int(np.ceil(np.log2(int(clusters))))
labels = (x[:, :bits] > 0) @ (2 ** np.arange(bits)[::-1])

serve(lambda: {"score": silhouette_score(x, labels)})
