using OmniHelix.Data.DataSets;
using OmniHelix.Sequences;

namespace OmniHelix.Data.Inspection;

/// <summary>What a data set contains, made before training.</summary>
/// <param name="Name">Name of the data set.</param>
/// <param name="Splits">One part per split.</param>
/// <param name="Shared">Sequences that two splits share.</param>
/// <param name="Notes">What was done to the data, one sentence each.</param>
public sealed record DataReport(
    string Name, IReadOnlyList<SplitReport> Splits, IReadOnlyList<SharedSequences> Shared, IReadOnlyList<string> Notes)
{
    /// <summary>What a user should look at, a sentence each: sequences that splits share, and <see cref="Notes"/>.</summary>
    public IReadOnlyList<string> Warnings => [.. DataReportText.Warnings(this)];

    /// <summary>Counts everything in one pass over the examples.</summary>
    /// <param name="data">Data set.</param>
    /// <param name="task">Decides how labels are counted; null leaves them out.</param>
    /// <param name="progress">Is told the share of examples compared.</param>
    public static DataReport Of(DataSet data, TaskType? task = null, IProgress<double>? progress = null) =>
        DataReportBuilder.Build(data, task, progress);

    /// <summary>Name of a data set: that of its configuration, or of its folder or file.</summary>
    internal static string TitleOf(string path, DataSetConfig config) => config.TaskName ?? Path.GetFileName(path.TrimEnd('/', '\\'));

    /// <summary>The report for a terminal.</summary>
    public string ToText() => DataReportText.Render(this);

    /// <summary>A line for each split, and what a user should look at.</summary>
    public string ToSummary() => DataReportText.Fold(this);
}

/// <summary>One split of a <see cref="DataReport"/>.</summary>
public sealed record SplitReport
{
    /// <summary>train, valid or test.</summary>
    public required string Name { get; init; }

    /// <summary>Number of examples.</summary>
    public required int Rows { get; init; }

    /// <summary>Lengths in letters.</summary>
    public required LengthSummary Lengths { get; init; }

    /// <summary>Every character with its count, most frequent first.</summary>
    public required IReadOnlyList<KeyValuePair<char, long>> Letters { get; init; }

    /// <summary>Molecule that the letters of the whole split tell.</summary>
    public required Molecule Molecule { get; init; }

    /// <summary>Letters in lower case.</summary>
    public required long LowerCaseLetters { get; init; }

    /// <summary>IUPAC codes for several bases, N included.</summary>
    public required long AmbiguityCodes { get; init; }

    /// <summary>N in either case; of proteins asparagine.</summary>
    public long UnknownBases => Letters.Where(l => l.Key is 'N' or 'n').Sum(l => l.Value);

    /// <summary>Characters that are neither bases nor ambiguity codes.</summary>
    public required long OtherLetters { get; init; }

    /// <summary>Examples without a label.</summary>
    public required int Unlabelled { get; init; }

    /// <summary>Examples of no letters, which cannot be trained on.</summary>
    public int Empty { get; init; }

    /// <summary>Occurrences of each class, most frequent first; empty for regression.</summary>
    public required IReadOnlyList<KeyValuePair<string, long>> Labels { get; init; }

    /// <summary>Examples whose sequence occurred before in the split (case and U/T do not matter).</summary>
    public required int Duplicates { get; init; }

    /// <summary>Examples whose reverse complement occurred before in the split.</summary>
    public required int ReverseComplementTwins { get; init; }
}

/// <summary>Lengths of a split.</summary>
/// <param name="Total">Sum.</param>
/// <param name="Percentiles">Minimum, 5 %, 25 %, 50 %, 75 %, 95 %, maximum (nearest rank).</param>
/// <param name="Histogram">Counts in bins whose upper bounds double: up to 16, 32, 64, …; key = upper bound.</param>
public sealed record LengthSummary(long Total, IReadOnlyList<int> Percentiles, IReadOnlyList<KeyValuePair<int, int>> Histogram);

/// <summary>Examples of one split that another split has something like, as the leakage audit finds them.</summary>
/// <param name="Split">The later split, such as test.</param>
/// <param name="Other">The earlier one, such as train.</param>
/// <param name="Duplicates">Examples of <paramref name="Split"/> with an equal sequence in <paramref name="Other"/>.</param>
/// <param name="ReverseComplementTwins">
/// Examples of <paramref name="Split"/> whose reverse complement is in <paramref name="Other"/>.
/// </param>
/// <param name="Alike">
/// Examples of <paramref name="Split"/> that are like one in <paramref name="Other"/> in any way: equal, twins, shifted windows,
/// near-duplicates.
/// </param>
public sealed record SharedSequences(string Split, string Other, int Duplicates, int ReverseComplementTwins, int Alike);
