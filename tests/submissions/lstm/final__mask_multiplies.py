"""A mask of ones and zeros weighs all steps; zero times NaN is NaN.

fails: lstm-final-nan
hint: padding-leaks
"""


def final_states(H, C, lengths, h_0, c_0):
    one = (np.arange(H.shape[1]) == lengths[:, None] - 1)[:, :, None].astype(H.dtype)
    none = (lengths == 0)[:, None].astype(H.dtype)
    return (H * one).sum(axis=1) + h_0 * none, (C * one).sum(axis=1) + c_0 * none
