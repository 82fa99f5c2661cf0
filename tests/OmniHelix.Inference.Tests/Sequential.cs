// The random generator of libtorch belongs to the whole process: tests that seed it must not run beside each other.
[assembly: CollectionBehavior(DisableTestParallelization = true)]
