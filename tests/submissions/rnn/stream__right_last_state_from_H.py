"""Hands on the last state of H, which is the final one.

right
"""


def stream(chunks, h_0, forward):
    H = h_0[:, None]
    for chunk in chunks:
        H = np.append(H, forward(chunk, H[:, -1])[0], axis=1)
    return H[:, 1:], H[:, -1]
