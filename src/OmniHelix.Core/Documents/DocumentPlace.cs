using System.Globalization;

namespace OmniHelix.Documents;

/// <summary>Where something stands in a document.</summary>
/// <param name="File">Path of the file.</param>
/// <param name="Line">From 1.</param>
/// <param name="Column">From 1.</param>
public readonly record struct DocumentPlace(string File, long Line, long Column)
{
    /// <summary>File, line and column, as compilers write them.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{File}:{Line}:{Column}");
}
