"""A learner's commands: a fresh copy (``start``), JupyterLab (``lab``), a notebook run as a whole (``check``), all of
them (``progress``), handing in (``submit``), repair (``restore``).

They need exercises/ and work/ only, never solutions/: a copy of the course without its solutions has them too.
"""
