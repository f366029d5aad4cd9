"""Soon."""


def setup(app):
    """Nothing yet."""
