using System.Buffers;
using OmniHelix.Sequences;

namespace OmniHelix.Data.Records;

/// <summary>
/// Refuses sequences that a model cannot mean: proteins where it reads nucleic acids, T beside U in one sequence, blanks. Training,
/// evaluation and inference all ask here.
/// </summary>
/// <param name="molecule">What the model reads: a tokenizer's molecule. Proteins and <see cref="Molecule.Unknown"/> refuse nothing.</param>
/// <param name="uracil">With a conversion chosen, T beside U is allowed.</param>
/// <param name="task">What is predicted: a task with labels for bases takes no pairs of sequences. Null refuses none.</param>
public sealed class SequenceCheck(
    Molecule molecule = Molecule.MixedNucleic, UracilPolicy uracil = UracilPolicy.None, TaskType? task = null)
{
    private const int Shown = 5;

    private static readonly SearchValues<char> Blanks = SearchValues.Create(" \t\r\n\f\v\u00A0");

    private readonly List<string> blanks = [];
    private readonly List<string> proteins = [];
    private readonly List<string> mixed = [];
    private long blankCount;
    private long proteinCount;
    private long mixedCount;
    private long count;

    /// <summary>The error of one sequence; null when it can be read.</summary>
    public OmniException? Problem(Example example)
    {
        if (example.Pair is { Length: 0 })
            return new OmniException("OH1218", "the record has no second sequence", example.Place, "The model reads pairs of sequences.");
        if (task is not null && PairProblem(example, task) is { } pair) return pair;
        var blank = BlankIn(example);
        if (blank >= 0)
            return new OmniException(
                "OH5303", $"character {blank + 1} of the sequence is blank", example.Place, "Remove it: every character must be a base.");
        return Unfit(example) switch
        {
            Molecule.Protein => new OmniException(
                "OH1402",
                "the sequence is a protein, but the model reads nucleic acids",
                example.Place,
                "Choose a protein model, or give the coding sequence."),
            Molecule.MixedNucleic => new OmniException(
                "OH1403", "the sequence contains both T and U", example.Place, "Choose the conversion u2t or t2u."),
            _ => null,
        };
    }

    /// <summary>Looks at one sequence of many.</summary>
    public void Add(Example example)
    {
        count++;
        if (BlankIn(example) >= 0) Note(blanks, ref blankCount, example);
        switch (Unfit(example))
        {
            case Molecule.Protein:
                Note(proteins, ref proteinCount, example);
                break;
            case Molecule.MixedNucleic:
                Note(mixed, ref mixedCount, example);
                break;
        }
    }

    /// <summary>Ends the check of many.</summary>
    /// <exception cref="OmniException">
    /// OH1402 protein sequences; OH1403 sequences with both T and U; OH5303 sequences with blanks in them.
    /// </exception>
    public void ThrowIfAny()
    {
        foreach (var problem in Problems()) throw problem;
    }

    /// <summary>What is wrong with the sequences, an error for each kind; none where every one can be read.</summary>
    internal IEnumerable<OmniException> Problems()
    {
        if (blankCount > 0)
        {
            var what = $"{blankCount} of {count} sequences have a blank in them";
            yield return new OmniException("OH5303", what, blanks[0], Places(blanks) + " Remove it: every character must be a base.");
        }
        if (proteinCount > 0)
        {
            var what = $"{proteinCount} of {count} sequences are proteins, but nucleic acids were expected";
            var advice = $"{Places(proteins)} Choose a protein model, or give the coding sequences.";
            yield return new OmniException("OH1402", what, proteins[0], advice);
        }
        if (mixedCount > 0)
        {
            var what = $"{mixedCount} of {count} sequences contain both T and U";
            yield return new OmniException("OH1403", what, mixed[0], Places(mixed) + " Choose the conversion u2t or t2u.");
        }
    }

    /// <summary>Refuses a pair of sequences where each base of one has a label; null for what the task takes.</summary>
    internal static OmniException? PairProblem(Example example, TaskType task) => example.Pair is null || task.Unit == TaskUnit.Sequence
        ? null
        : new OmniException(
            "OH1304", $"record '{example.Id}' is a pair of sequences, and {task.Name} labels the bases of one", example.Place,
            "Choose a task with a label for each sequence, or leave the pair out.");

    private static int BlankIn(Example example) => example.Letters.AsSpan().IndexOfAny(Blanks);

    // What the sequence is, when that is an obstacle.
    private Molecule? Unfit(Example example)
    {
        if (molecule is Molecule.Protein or Molecule.Unknown) return null;
        return UnfitAlone(example.Sequence) ?? (example.Pair is { } pair ? UnfitAlone(pair) : null);
    }

    // The sequences of a pair may be DNA and RNA.
    private Molecule? UnfitAlone(string sequence) => LetterCounts.Of(sequence).Molecule switch
    {
        Molecule.Protein => Molecule.Protein,
        Molecule.MixedNucleic when uracil == UracilPolicy.None => Molecule.MixedNucleic,
        _ => null,
    };

    private static void Note(List<string> places, ref long total, Example example)
    {
        total++;
        if (places.Count < Shown) places.Add(example.Place);
    }

    private static string Places(List<string> places) => $"First places: {string.Join(", ", places)}.";
}
