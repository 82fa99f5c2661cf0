using System.Collections.Frozen;

namespace OmniHelix.Sequences.Vcf.Filtering;

/// <summary>The kinds of calls that <c>GT="…"</c> can ask for.</summary>
internal sealed class GenotypeCondition(string kind, Subscript samples, bool negate) : ConditionNode
{
    private readonly Func<ReadOnlySpan<short>, bool> holds = Kinds[kind].Holds;
    private readonly DiploidClasses classes = negate ? DiploidClasses.All & ~Kinds[kind].Diploid : Kinds[kind].Diploid;

    private static readonly FrozenDictionary<string, (Func<ReadOnlySpan<short>, bool> Holds, DiploidClasses Diploid)> Kinds =
        new Dictionary<string, (Func<ReadOnlySpan<short>, bool>, DiploidClasses)>
        {
            ["MIS"] = (AnyMissing, DiploidClasses.Missing),
            ["HET"] = (g => IsHeterozygous(g), DiploidClasses.ReferenceAlternate | DiploidClasses.TwoAlternates),
            ["HOM"] = (g => IsHomozygous(g), DiploidClasses.Reference | DiploidClasses.Alternate),
            ["HAP"] = (g => g.Length == 1 && !AnyMissing(g), DiploidClasses.None),
            ["REF"] = (g => !AnyMissing(g) && !AnyAlternate(g), DiploidClasses.Reference),
            ["ALT"] = (
                g => !AnyMissing(g) && AnyAlternate(g),
                DiploidClasses.Alternate | DiploidClasses.ReferenceAlternate | DiploidClasses.TwoAlternates),
            ["RR"] = (g => IsHomozygous(g) && !AnyAlternate(g), DiploidClasses.Reference),
            ["AA"] = (g => IsHomozygous(g) && AnyAlternate(g), DiploidClasses.Alternate),
            ["RA"] = (g => IsHeterozygous(g) && AnyReference(g), DiploidClasses.ReferenceAlternate),
            ["AR"] = (g => IsHeterozygous(g) && AnyReference(g), DiploidClasses.ReferenceAlternate),
            ["Aa"] = (g => IsHeterozygous(g) && !AnyReference(g), DiploidClasses.TwoAlternates),
            ["R"] = (g => g.Length == 1 && AnyReference(g), DiploidClasses.None),
            ["A"] = (g => g.Length == 1 && AnyAlternate(g), DiploidClasses.None),
        }.ToFrozenDictionary();

    /// <summary>
    /// The name under which a kind is known here, in whatever case it is written; null when there is none. <c>Aa</c> and <c>aA</c> alone
    /// depend on their case.
    /// </summary>
    public static string? KindOf(string text)
    {
        if (text is "Aa" or "aA") return "Aa";
        var upper = text.ToUpperInvariant();
        return Kinds.ContainsKey(upper) ? upper : null;
    }

    public override void Judge(VariantRecord record, Verdict verdict)
    {
        var genotypes = record.CheckedGenotypes;
        var ploidy = record.Ploidy;
        verdict.Begin(ploidy == 0 ? 0 : record.Header.Samples.Count);
        var done = 0;
        if (ploidy == 2 && samples.IsAll)
        {
            done = DiploidCalls.Judge(genotypes, classes, verdict.Slots);
            verdict.Conclude(done);
        }
        for (var i = done; i < verdict.SampleCount; i++)
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
