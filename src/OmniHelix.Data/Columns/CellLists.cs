namespace OmniHelix.Data.Columns;

/// <summary>How lists stand in the cells of CSV and TSV.</summary>
public enum CellLists
{
    /// <summary>As JSON: <c>[8,11,28]</c>.</summary>
    Json,

    /// <summary>
    /// As NumPy prints arrays, which genomeNLP reads: <c>[ 8 11 28]</c>, of numbers or texts in one dimension; other lists as JSON. All
    /// values are printed, whereas NumPy leaves those in the middle of more than 1000 out.
    /// </summary>
    PrintedArrays,
}
