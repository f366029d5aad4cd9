"""Settings for nbgrader's own commands, run from this folder: ``nbgrader generate_assignment rnn`` and the rest."""

from nbgrader.converters import GenerateAssignment

from rnncourse.grading.preprocessors import DropExplanations

c = get_config()

c.CourseDirectory.source_directory = "solutions"
c.CourseDirectory.release_directory = "exercises"

# Worked solutions are explained in cells that learners get from the book, not in their exercises.
c.GenerateAssignment.preprocessors = [DropExplanations, *GenerateAssignment.preprocessors.default()]
