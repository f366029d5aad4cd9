"""A column of each window at a time; shifts, with what came round written over.

right
"""


def windows(ids, k):
    count = max(0, ids.shape[1] - k)
    return np.stack([ids[:, i : i + count] for i in range(k)], axis=2), ids[:, k:]


def causal_windows(ids, k, padding):
    columns = []
    for back in range(k):
        column = np.roll(ids, back, axis=1)
        column[:, :back] = padding
        columns.insert(0, column)
    return np.stack(columns, axis=2)
