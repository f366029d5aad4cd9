"""Releasing assignments, grading a class, handing back results.

Where to look
-------------
``assignment``   the master notebooks as data: cells with roles, points, titles; the bundle's hash
``lint``         what an assignment's notebook must keep to
``release``      solutions/ → exercises/, byte for byte
``intake``       what a student handed in: found, hashed, validated, parsed
``rebuild``      the learner's sources in the master's notebook; flags for what else was changed
``engine``       a grade as a pure function, today on nbgrader's autograder (``executing``)
``pool``         worker processes with a deadline
``results``      results.json, grades.csv
``gradebook``    the one writer of nbgrader's gradebook
``feedback``     the page that a learner gets back
``run``          ``rnncourse grade``: all of the above in order
``submissions``, ``practice``, ``sample``   right and wrong answers that prove the graders; the sample class

Nothing here knows any one exercise.
"""
