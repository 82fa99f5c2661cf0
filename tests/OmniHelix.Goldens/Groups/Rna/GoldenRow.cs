using System.Globalization;
using OmniHelix.Rna;

namespace OmniHelix.Goldens.Groups.Rna;

/// <summary>One row of a table, its fields by column name.</summary>
/// <param name="Fields">As text.</param>
/// <param name="Line">In the file.</param>
internal sealed record GoldenRow(IReadOnlyDictionary<string, string> Fields, int Line)
{
    private const string None = ".";

    /// <summary>What failures of the row begin with.</summary>
    public string Name => Fields.TryGetValue("id", out var id) ? $"{id} (line {Line})" : $"line {Line}";

    /// <summary>A field as text.</summary>
    public string this[string column] => Fields[column];

    /// <summary>True when the table has the column and the row a value in it.</summary>
    public bool Has(string column) => Fields.TryGetValue(column, out var value) && value != None && value.Length > 0;

    /// <summary>A field as a number, <c>INF</c> as +∞.</summary>
    public double Number(string column) =>
        this[column] == "INF" ? double.PositiveInfinity : double.Parse(this[column], CultureInfo.InvariantCulture);

    /// <summary>A structure in dot-bracket.</summary>
    public SecondaryStructure Structure(string column) => SecondaryStructure.Parse(this[column]);

    /// <summary>A list of numbers; items apart by <c>;</c>, numbers by <c>,</c>.</summary>
    public IEnumerable<double[]> Items(string column) => Has(column)
        ? this[column].Split(';').Select(item => item.Split(',').Select(text => double.Parse(text, CultureInfo.InvariantCulture)).ToArray())
        : [];

    /// <summary>A list of whole numbers apart by <c>,</c>.</summary>
    public IEnumerable<int> Numbers(string column) =>
        Has(column) ? this[column].Split(',').Select(text => int.Parse(text, CultureInfo.InvariantCulture)) : [];
}
