using OmniHelix.Data.Columns;
using OmniHelix.Sequences.Files;

namespace OmniHelix.Data.Splits;

/// <summary>A form in which splits are written.</summary>
/// <param name="Ending">Ending of the files, such as <c>.csv</c>, <c>.jsonl.gz</c> or <c>.parquet</c>.</param>
/// <param name="Kind">What they hold; null for what the ending promises.</param>
public readonly record struct SplitForm(string Ending, FileKind? Kind = null)
{
    /// <summary>Each split a folder that <c>load_from_disk</c> of the <c>datasets</c> library opens, and so does the whole.</summary>
    public static SplitForm SavedDataSet { get; } = new("/");

    /// <summary>How lists stand in CSV and TSV.</summary>
    public CellLists Lists { get; init; }

    /// <summary>Whether types and the names of classes are kept.</summary>
    internal bool KeepsTypes => Ending is ".parquet" or ".arrow";
}
