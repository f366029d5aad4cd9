"""Sums of products by einsum, added up in an array of its own, in place.

right
"""


def step(x_t, h_prev, W_xh, W_hh, b_h):
    a = np.einsum("nd,dh->nh", x_t, W_xh)
    a += np.einsum("ng,gh->nh", h_prev, W_hh)
    a += b_h
    return np.tanh(a, out=a)
