"""Public annotated sets -> figures of what `kg extract` finds in them.

The sets are no part of the repository: they are looked for beside the checkout, in ../shared/benchmarks, whose
README says what each is. Without them every command and test here says so and does nothing.

python -m tests.benchmarks                 # all sets, one table
python -m tests.benchmarks --update        # and write what was reached into floors.json
python -m tests.benchmarks fire --wrong    # some of what is wrong in a set, with its sentences
python -m tests.benchmarks.calibrate       # estimate confidences, write ontology/confidence.ttl
"""
