using System.Diagnostics;

namespace OmniHelix.Workflows.Structures;

/// <summary>Counts the records of a pass.</summary>
internal sealed class RecordTally
{
    private const int FailuresKept = 5;

    private readonly Stopwatch clock = Stopwatch.StartNew();
    private readonly List<OmniException> failures = [];
    private long failed;
    private long bases;
    private long unknown;
    private long withUnknown;

    /// <summary>Records counted so far.</summary>
    public long Records { get; private set; }

    /// <summary>Counts a record that failed.</summary>
    public void Add(OmniException error)
    {
        Records++;
        failed++;
        if (failures.Count < FailuresKept) failures.Add(error);
    }

    /// <summary>Counts a record with a result.</summary>
    /// <param name="length">Its bases.</param>
    /// <param name="unknownLetters">Those that pair with nothing, N not among them.</param>
    public void Add(int length, int unknownLetters)
    {
        Records++;
        bases += length;
        unknown += unknownLetters;
        if (unknownLetters > 0) withUnknown++;
    }

    /// <summary>What the pass did.</summary>
    /// <param name="notes">What else there is to say.</param>
    public RnaOutcome End(params IEnumerable<string> notes) => new(Records, failed, bases, clock.Elapsed.TotalSeconds)
    {
        Failures = failures,
        UnknownLetters = unknown,
        Notes = unknown == 0 ? [.. notes] : [UnknownNote(), .. notes],
    };

    private string UnknownNote()
    {
        var letters = Plural.Count(unknown, "letter", format: "N0");
        var records = Plural.Count(withUnknown, "record", format: "N0");
        return $"{letters} of {records} {Plural.Of(unknown, "stands", "stand")} for no single base and paired with nothing; see --unknown";
    }
}
