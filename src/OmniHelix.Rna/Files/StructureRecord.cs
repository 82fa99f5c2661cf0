namespace OmniHelix.Rna.Files;

/// <summary>A named sequence with its structure, as structure files hold it.</summary>
public sealed record StructureRecord
{
    /// <summary>Checks that sequence and structure fit.</summary>
    /// <param name="name">Free text on one line; may be empty.</param>
    /// <param name="sequence">ASCII letters, as written.</param>
    /// <param name="structure">Of the sequence's length.</param>
    /// <param name="energy">Free energy in kcal/mol when the file states one.</param>
    /// <exception cref="OmniException">OH1810 when the lengths differ.</exception>
    public StructureRecord(string name, string sequence, SecondaryStructure structure, double? energy = null)
    {
        if (sequence.Length != structure.Length)
            throw new OmniException(
                "OH1810",
                $"the sequence has {Plural.Count(sequence.Length, "base")}, its structure {Plural.Count(structure.Length, "symbol")}",
                name);
        Name = name;
        Sequence = sequence;
        Structure = structure;
        Energy = energy;
    }

    /// <summary>Free text on one line.</summary>
    public string Name { get; }

    /// <summary>ASCII letters, as written in the file.</summary>
    public string Sequence { get; }

    /// <summary>The pairs.</summary>
    public SecondaryStructure Structure { get; }

    /// <summary>kcal/mol, when the file states it.</summary>
    public double? Energy { get; }
}
