using OmniHelix.Sequences.Files;

namespace OmniHelix.Data.Tables;

/// <summary>How a table is read.</summary>
public sealed record TableOptions
{
    /// <summary>Kind of the files, whatever they are called; null looks into them.</summary>
    public FileKind? Kind { get; init; }

    /// <summary>Delimiter of delimited text, one ASCII character; null takes the comma, or the tab for TSV.</summary>
    public char? Delimiter { get; init; }

    /// <summary>Columns to read, in this order; empty reads all.</summary>
    public IReadOnlyList<string> Columns { get; init; } = [];

    /// <summary>
    /// Columns of delimited text that hold nothing but whole numbers, or nothing but numbers, in the form this program writes them, become
    /// numbers; otherwise all are text. The file is read twice. <c>007</c>, <c>NA</c> and empty cells are text.
    /// </summary>
    public bool InferTypes { get; init; }
}
