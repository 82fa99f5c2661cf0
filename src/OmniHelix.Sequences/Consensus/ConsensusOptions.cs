namespace OmniHelix.Sequences.Consensus;

/// <summary>How changed bases are highlighted: upper case, lower case, or a letter in their place.</summary>
/// <param name="Letter">The letter; for a change of case <c>'\0'</c>.</param>
/// <param name="Upper">For a change of case: to upper case.</param>
public readonly record struct BaseMark(char Letter, bool Upper)
{
    /// <summary>Reads <c>uc</c>, <c>lc</c> or one character.</summary>
    /// <exception cref="UsageException">OH1906: anything else.</exception>
    public static BaseMark Parse(string text, string flag) => text switch
    {
        "uc" => new BaseMark('\0', true),
        "lc" => new BaseMark('\0', false),
        { Length: 1 } when text[0] is > ' ' and <= '~' => new BaseMark(text[0], false),
        _ => throw new UsageException("OH1906", $"'{text}' is neither uc, lc nor one character", flag),
    };

    internal byte Apply(byte letter) => Letter != '\0' ? (byte)Letter : Upper ? AsciiCase.ToUpper(letter) : AsciiCase.ToLower(letter);
}

/// <summary>How alleles become sequence.</summary>
public sealed record ConsensusOptions
{
    /// <summary>Written at every position that no record covers; null leaves the reference there.</summary>
    public char? Absent { get; init; }

    /// <summary>Keeps the length: deleted bases are replaced by this letter.</summary>
    public char? MarkDeletion { get; init; }

    /// <summary>Highlights inserted bases.</summary>
    public BaseMark? MarkInsertion { get; init; }

    /// <summary>Highlights replaced bases.</summary>
    public BaseMark? MarkSubstitution { get; init; }

    /// <summary>
    /// Does what bcftools 1.24 does where that is a defect: writes alleles such as <c>*</c> and breakends literally, forgets a substitution
    /// under an insertion in lower-case stretches, remembers an insertion of the contig before, lets the reference allele of a record hide
    /// records after it, and leaves the deletion of a whole target out of the chain. Otherwise such alleles are skipped and counted.
    /// </summary>
    public bool BcftoolsCompatible { get; init; }
}
