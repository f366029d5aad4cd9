"""Only the sequences that are still running take a step.

right
"""


def forward(X, lengths, h_0, step):
    state = h_0.copy()
    outputs = []
    for t in range(X.shape[1]):
        running = lengths > t
        shown = np.zeros_like(state)
        if running.any():
            state[running] = step(X[running, t], state[running])
            shown[running] = state[running]
        outputs.append(shown)
    return np.stack(outputs, axis=1), state
