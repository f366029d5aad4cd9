"""The code that runs in the two boxes of a submission: the learner's code in one, the tests in the other.

Where to look
-------------
``wire``          frames of plain data between the two boxes, read as from an enemy
``values``        values as plain data: numbers, texts, arrays, tensors, containers; what they may hold
``encoding``, ``decoding``   there and back
``learner``       the learner's box: runs cells, answers calls
``shell``         its IPython shell, quiet, and what cells print
``placeholders``  what stands there for a module that an assignment does not allow
``errors``        errors that cross, with the same words
``judge``         the judge's box: follows the plan, runs the tests, says how each cell ended
``peer``          the judge's end of the wire
``proxies``       what a test holds in its hands for a function or an object of the learner
``forbidden``     a look at the learner's source for modules that are not allowed

Both sides import nothing but Python's own library, NumPy and this package; the judge also ``rnncourse.checks``, and
either PyTorch where it is loaded. Nothing here keeps a learner's code from doing anything: the sandbox does that, and
the judge believes nothing that comes over the wire.
"""
