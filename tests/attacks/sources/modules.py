"""PyTorch modules that lie: forged state dicts, hooks, handles, gradients, training without training."""

from build import TORCH, Attack

_CELL = """
class Cell(torch.nn.Module):
    def __init__(self, d, h):
        super().__init__()
        self.input, self.state = torch.nn.Linear(d, h), torch.nn.Linear(h, h, bias=False)

    def forward(self, x_t, h_prev):
        return {result}
"""

ATTACKS = [
    Attack(
        "modules-zero-output",
        "A module that holds every parameter and uses none.",
        assignment=TORCH,
        right="draw",
        code={"module": _CELL.format(result="torch.zeros_like(h_prev)")},
    ),
    Attack(
        "modules-not-a-module",
        "A class of its own with the methods of a module, whose state dict forgets what it was given.",
        assignment=TORCH,
        right="draw",
        code={
            "module": """
class Cell:
    def __init__(self, d, h):
        self.training = True

    def __getattr__(self, name):
        return lambda *args, **options: self

    def __call__(self, x_t, h_prev):
        return h_prev

    def state_dict(self):
        return {"input.weight": "everything", 5: object()}

    def load_state_dict(self, state, strict=True):
        state.clear()
        return self
"""
        },
    ),
    Attack(
        "modules-gradient-cut",
        "The right output, cut from the graph: no gradient reaches a parameter.",
        assignment=TORCH,
        right="draw",
        code={
            "module": _CELL.format(
                result="torch.tanh(self.input(x_t) + self.state(h_prev)).detach().requires_grad_()"
            )
        },
        earns="module-values",
    ),
    Attack(
        "modules-gradient-forged",
        "Hooks and a function of its own that put ones in the place of every gradient.",
        assignment=TORCH,
        right="draw",
        code={
            "module": """
class Forged(torch.autograd.Function):
    @staticmethod
    def forward(context, value):
        return value.clone()

    @staticmethod
    def backward(context, gradient):
        return torch.ones_like(gradient)


"""
            + _CELL.format(result="Forged.apply(torch.tanh(self.input(x_t) + self.state(h_prev)))").lstrip(
                "\n"
            )
        },
        earns="module-values",
    ),
    Attack(
        "modules-hooks",
        "Hooks for all modules that replace every output, and a patched Module.__call__.",
        assignment=TORCH,
        right="draw",
        code={
            "module": "from torch.nn.modules import module\n\n"
            "module.register_module_forward_hook(lambda m, args, out: torch.zeros_like(out))\n"
            "torch.nn.Module.__call__ = lambda self, *args, **options: args[-1]\n\n"
            + _CELL.format(result="h_prev").lstrip("\n")
        },
    ),
    Attack(
        "modules-tensor-subclass",
        "Outputs that are tensors of a class of its own, which answers every operation itself.",
        assignment=TORCH,
        right="draw",
        code={
            "module": """
class Always(torch.Tensor):
    @classmethod
    def __torch_function__(cls, function, types, args=(), options=None):
        return torch.zeros(1)


"""
            + _CELL.format(result="torch.zeros_like(h_prev).as_subclass(Always)").lstrip("\n")
        },
    ),
    Attack(
        "modules-odd-tensors",
        "Sparse, quantised, meta and complex tensors, which hold other bytes than they seem to.",
        assignment=TORCH,
        right="draw",
        code={
            "module": _CELL.format(
                result="[h_prev.to_sparse(), h_prev.to('meta'), h_prev.to(torch.complex128)][len(x_t) % 3]"
            )
        },
    ),
    Attack(
        "modules-trained-on-nothing",
        "A trained model that is none: it knows its training data by heart and guesses what it has not seen.",
        assignment=TORCH,
        right="draw",
        code={
            "train": """
def train(X, y):
    known = {tuple(row.tolist()): label for row, label in zip(X, y.tolist())}

    class ByHeart(torch.nn.Linear):
        def forward(self, X):
            return torch.nn.functional.one_hot(torch.tensor([known.get(tuple(r.tolist()), 0) for r in X]), 2)

    return ByHeart(X.shape[1], 2)
"""
        },
    ),
    Attack(
        "modules-forged-state",
        "A state dict with arrays of other shapes, other names, and numbers that are not finite.",
        assignment=TORCH,
        right="draw",
        code={
            "train": """
class Forged(torch.nn.Linear):
    def state_dict(self, *args, **options):
        return {"weight": torch.full((2, 10**4), float("nan")), "bias": "0", "__class__": torch.zeros(3)}


def train(X, y):
    return Forged(X.shape[1], 2)
"""
        },
    ),
    Attack(
        "modules-labels-from-judge",
        "Returns a model that asks the judge's random draws for the labels of data it never had.",
        assignment=TORCH,
        right="draw",
        code={
            "train": """
def train(X, y):
    from rnncourse import checks

    class Asks(torch.nn.Linear):
        def forward(self, X):
            fresh = checks.rng("torchlab-train-fresh")
            return torch.tensor(fresh.normal(size=(len(X), 2)))

    return Asks(X.shape[1], 2)
"""
        },
    ),
    Attack(
        "modules-reference-delegated",
        "A module that has the course's own cell compute for it.",
        assignment=TORCH,
        right="draw",
        code={
            "module": """
from rnncourse.cells import RNN


"""
            + _CELL.format(
                result="torch.tensor(RNN().step((self.input.weight.detach().numpy().T, "
                "self.state.weight.detach().numpy().T, self.input.bias.detach().numpy()), x_t.numpy(), h_prev.numpy()))"
            ).lstrip("\n")
        },
        flags=(("forbidden-import", "torchlab-module"),),
    ),
    Attack(
        "modules-callback-cheated",
        "Takes the gradient of the lent function from its closure, by calling it with forged numbers.",
        assignment=TORCH,
        right="draw",
        code={
            "gradient": """
def gradient(f, x):
    inside = [cell.cell_contents for cell in f.__closure__]
    return inside[0] * 2 if inside else x
"""
        },
    ),
]
