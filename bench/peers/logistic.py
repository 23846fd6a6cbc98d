import sys

import numpy
from sklearn.linear_model import LogisticRegression
from serve import serve

path, labels, rows, columns, solver = sys.argv[1:]
x = numpy.fromfile(path, numpy.int8).reshape(int(columns), int(rows)).T.astype(numpy.float32, order="C")
y = numpy.fromfile(labels, numpy.uint8)


def run():
    model = LogisticRegression(solver=solver, max_iter=1000).fit(x, y)
    return {"first": model.coef_[0, 0], "intercept": model.intercept_[0], "steps": model.n_iter_[0]}


serve(run)
