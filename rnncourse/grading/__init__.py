"""Releasing assignments, grading a class, handing back results.

Where to look: the way of a submission
--------------------------------------
``run``          ``rnncourse grade``: all of what follows, in order; ``marking``: a run's way through its plan
``questions``    what a run has to grade; ``policy`` and ``lateness``: who is excused, has longer, came late
``intake``       what a student handed in: found, measured, validated, parsed
``bundle``       all that decides a grade besides the submission, as one value, from ``assignment``'s master notebooks
``workers``      who grades: ``pool`` or ``cluster``, processes (``worker``) here or on a Dask cluster
``engine``       in a worker: a grade as a pure function
``rebuild``      the learner's sources in the master's notebook; flags for what else was changed
``plan``         what the judge is asked; ``names``: what a test takes from the learner
``supervisor``   two boxes under a watch, and fresh ones after a fault
``sandbox``      what shuts the boxes in
``inside``       what runs in them: the learner's end of the wire and the judge's
``verdict``      from what was seen to a result; ``wording`` has the sentences on statuses and flags
``executed``, ``feedback``   the notebooks for formgrader, the page for the learner
``commit``       how one result is written down: ``home``, ``gradebook``, ``journal``, ``results``

Before and after
----------------
``lint``, ``release``   what an assignment keeps to; solutions/ → exercises/, byte for byte
``collect``      from a learning system's zip to folders for grading; ``parcels`` reads it, ``labels`` and
                 ``roster`` know what is whose, ``laying`` lays it out, ``arrivals`` notes when it came
``overlay``      an instructor's own hidden tests
``due``          the due date; ``handing_back``, ``by_hand``: pages with what a person did in formgrader, and the zip
``one``          one notebook's transcript on screen
``outcome``, ``report``, ``progress``   what a run says
``class_report``, ``class_page``   how a class did
``similarity``, ``fingerprints``, ``similarity_report``   who wrote alike
``attacks``, ``hostile``, ``honest``, ``aftermath``, ``pages``   ``rnncourse attack-test``
``submissions``, ``practice``, ``sample``   right and wrong answers that prove the graders; the sample class

Nothing here knows any one exercise.
"""

import sys

# jsonschema, which nbformat loads, builds a grammar of international web addresses if it finds this package: more
# than a second at every start and end. It does without it, too, and no notebook has such an address to be checked.
sys.modules.setdefault("rfc3987_syntax", None)
