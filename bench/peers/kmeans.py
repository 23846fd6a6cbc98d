import sys

import numpy as np
from serve import serve
from sklearn.cluster import KMeans

path, size, clusters, work = sys.argv[1:]
rows, columns = map(int, size.split("x"))
clusters = int(clusters)
x = np.fromfile(path, dtype=np.float32).reshape(rows, columns)


def steps():
    return KMeans(clusters, init=x[:clusters], n_init=1, max_iter=20, tol=0).fit(x)


def starts():
    return KMeans(clusters, n_init=10, random_state=1).fit(x)


def run():
    model = {"steps": steps, "starts": starts}[work]()
    return {"inertia": model.inertia_, "iterations": model.n_iter_}


serve(run)
