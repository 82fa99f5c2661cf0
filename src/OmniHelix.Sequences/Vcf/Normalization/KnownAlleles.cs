namespace OmniHelix.Sequences.Vcf.Normalization;

/// <summary>The alleles of one position so far, to tell which records name them again.</summary>
internal sealed class KnownAlleles(DuplicateRule rule)
{
    private const VariantKinds Substitution = VariantKinds.Snp | VariantKinds.Mnp;

    private readonly HashSet<string> alleles = new(StringComparer.OrdinalIgnoreCase);
    private VariantKinds kinds;
    private bool some;

    /// <summary>Whether a record repeats what is known; one that does not becomes known.</summary>
    public bool Repeats(VariantDraft record)
    {
        if (rule == DuplicateRule.None) return false;
        var found = some && rule switch
        {
            DuplicateRule.Exact => alleles.Contains(Alleles(record)),
            DuplicateRule.Snps => AreBoth(record, Substitution),
            DuplicateRule.Indels => AreBoth(record, VariantKinds.Indel),
            DuplicateRule.Both => AreBoth(record, Substitution) || AreBoth(record, VariantKinds.Indel),
            _ => true,
        };
        if (found) return true;
        some = true;
        kinds |= record.Kinds;
        alleles.Add(Alleles(record));
        return false;
    }

    private bool AreBoth(VariantDraft record, VariantKinds wanted) => (record.Kinds & wanted) != 0 && (kinds & wanted) != 0;

    // The same alternates in another order are the same alleles.
    private static string Alleles(VariantDraft record) =>
        $"{record.Reference}>{string.Join(',', record.Alternates.Order(StringComparer.OrdinalIgnoreCase))}";
}
