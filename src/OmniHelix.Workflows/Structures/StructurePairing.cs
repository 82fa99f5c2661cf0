using OmniHelix.Data.Records;
using OmniHelix.Inference;
using OmniHelix.Rna;

namespace OmniHelix.Workflows.Structures;

/// <summary>A true structure and the one predicted for it, or why they cannot be compared.</summary>
/// <param name="Id">Name of the record.</param>
internal sealed record StructurePair(string Id)
{
    /// <summary>Why they cannot be compared; null when they can.</summary>
    public OmniException? Error { get; init; }

    /// <summary>The true structure; null where there is an error.</summary>
    public SecondaryStructure? Reference { get; init; }

    /// <summary>The predicted one, of the same length; null where there is an error.</summary>
    public SecondaryStructure? Predicted { get; init; }
}

/// <summary>Finds the structures that belong together: in the fields of a record, or in two files by the names of their records.</summary>
/// <param name="options">Files and fields.</param>
internal sealed class StructurePairing(CompareOptions options)
{
    private readonly RecordOptions fields = new() { SequenceField = options.SequenceField };

    /// <summary>All pairs, in the order of the predictions; then what is left of the reference.</summary>
    /// <exception cref="OmniException">A file cannot be read; OH1858 two records of the reference have one name.</exception>
    public IEnumerable<StructurePair> Pairs() => options.Prediction is { } prediction ? ByName(prediction) : ByField();

    private IEnumerable<StructurePair> ByField()
    {
        using var input = InferenceInput.FromFile(options.Reference!, fields);
        foreach (var example in input.Examples)
            yield return Checked(example.Id, example.Place, () => RecordField.Structure(example, options.ReferenceField), () =>
                RecordField.Structure(example, options.PredictionField));
    }

    private IEnumerable<StructurePair> ByName(string prediction)
    {
        var reference = Reference();
        var found = new HashSet<string>(StringComparer.Ordinal);
        using var input = InferenceInput.FromFile(prediction, fields);
        foreach (var example in input.Examples)
        {
            if (!found.Add(example.Id))
                yield return Failed(example.Id, new OmniException(
                    "OH1858", $"a second prediction for '{example.Id}'", example.Place, "Give each record a name of its own."));
            else if (!reference.TryGetValue(example.Id, out var known))
                yield return Failed(example.Id, new OmniException(
                    "OH1859", $"the reference has no record '{example.Id}'", example.Place, NearestName.Ask(example.Id, reference.Keys)));
            else
                yield return Checked(example.Id, example.Place, () => Structure(known), () => Predicted(example, known.Sequence));
        }
        foreach (var (id, example) in reference.Where(known => !found.Contains(known.Key)))
            yield return Failed(id, new OmniException("OH1859", $"there is no prediction for '{id}'", example.Place));
    }

    private Dictionary<string, Example> Reference()
    {
        var examples = new Dictionary<string, Example>(StringComparer.Ordinal);
        using var input = InferenceInput.FromFile(options.Reference!, fields);
        foreach (var example in input.Examples)
            if (!examples.TryAdd(example.Id, example))
                throw new OmniException(
                    "OH1858", $"two records of the reference are called '{example.Id}': here and at {examples[example.Id].Place}",
                    example.Place, "Give each record a name of its own.");
        return examples;
    }

    private SecondaryStructure Structure(Example known) => RecordField.Structure(known, options.ReferenceField);

    private SecondaryStructure Predicted(Example example, string reference)
    {
        var structure = RecordField.Structure(example, options.PredictionField);
        var sequence = example.Sequence;
        for (var at = 0; at < Math.Min(sequence.Length, reference.Length); at++)
            if (Letter(sequence[at]) != Letter(reference[at]))
                throw new OmniException(
                    "OH1859", $"the sequence of '{example.Id}' is another than that of the reference: base {at + 1} is '{sequence[at]}'",
                    example.Place, $"The reference has '{reference[at]}'. Are the records numbered alike?");
        return structure;
    }

    private static char Letter(char letter) => char.ToUpperInvariant(letter) is var upper && upper == 'T' ? 'U' : upper;

    private static StructurePair Checked(
        string id, string place, Func<SecondaryStructure> reference, Func<SecondaryStructure> predicted)
    {
        try
        {
            var truth = reference();
            var guess = predicted();
            return truth.Length == guess.Length
                ? new StructurePair(id) { Reference = truth, Predicted = guess }
                : Failed(id, new OmniException(
                    "OH1810", $"the true structure of '{id}' has {Plural.Count(truth.Length, "base")}, the predicted one {guess.Length}",
                    place));
        }
        catch (OmniException e)
        {
            return Failed(id, e);
        }
    }

    private static StructurePair Failed(string id, OmniException error) => new(id) { Error = error };
}
