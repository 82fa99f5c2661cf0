namespace OmniHelix.Sequences.Vcf.Filtering;

/// <summary>The kinds of calls that <c>GT="…"</c> can ask for.</summary>
internal sealed class GenotypeCondition(string kind, Subscript samples, bool negate) : ConditionNode
{
    private readonly Func<ReadOnlySpan<short>, bool> holds = Kinds[kind];

    private static readonly Dictionary<string, Func<ReadOnlySpan<short>, bool>> Kinds = new()
    {
        ["mis"] = AnyMissing,
        ["het"] = g => IsHeterozygous(g),
        ["hom"] = g => IsHomozygous(g),
        ["hap"] = g => g.Length == 1 && !AnyMissing(g),
        ["ref"] = g => !AnyMissing(g) && !AnyAlternate(g),
        ["alt"] = g => !AnyMissing(g) && AnyAlternate(g),
        ["RR"] = g => IsHomozygous(g) && !AnyAlternate(g),
        ["AA"] = g => IsHomozygous(g) && AnyAlternate(g),
        ["RA"] = g => IsHeterozygous(g) && AnyReference(g),
        ["AR"] = g => IsHeterozygous(g) && AnyReference(g),
        ["Aa"] = g => IsHeterozygous(g) && !AnyReference(g),
        ["aA"] = g => IsHeterozygous(g) && !AnyReference(g),
        ["R"] = g => g.Length == 1 && AnyReference(g),
        ["A"] = g => g.Length == 1 && AnyAlternate(g),
    };

    /// <summary>The names of the kinds.</summary>
    public static bool IsKind(string text) => Kinds.ContainsKey(text);

    public override void Judge(VariantRecord record, Verdict verdict)
    {
        var genotypes = record.Genotypes;
        var ploidy = record.Ploidy;
        verdict.Begin(ploidy == 0 ? 0 : record.Header.Samples.Count);
        for (var i = 0; i < verdict.SampleCount; i++)
        {
            var call = genotypes.Slice(i * ploidy, ploidy);
            var padding = call.IndexOf(GenotypeCode.EndOfVector);
            if (padding >= 0) call = call[..padding];
            verdict.Sample(i, samples.Includes(i) && holds(call) != negate);
        }
    }

    private static bool AnyMissing(ReadOnlySpan<short> call) => call.ContainsAny<short>(0, 1);

    private static bool AnyReference(ReadOnlySpan<short> call) => call.ContainsAny<short>(2, 3);

    private static bool AnyAlternate(ReadOnlySpan<short> call) => call.ContainsAnyExceptInRange<short>(0, 3);

    private static bool IsHomozygous(ReadOnlySpan<short> call)
    {
        if (call.Length < 2 || AnyMissing(call)) return false;
        foreach (var code in call)
            if (code >> 1 != call[0] >> 1) return false;
        return true;
    }

    private static bool IsHeterozygous(ReadOnlySpan<short> call) => call.Length > 1 && !AnyMissing(call) && !IsHomozygous(call);
}
