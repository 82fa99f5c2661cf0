using System.Text;

namespace OmniHelix.Sequences.Vcf.Filtering;

/// <summary><c>TYPE="snp"</c>: all alternate alleles are of that kind; <c>TYPE~"snp"</c>: at least one is.</summary>
internal sealed class KindCondition(VariantKinds kind, bool any, bool negate) : ConditionNode
{
    /// <summary>The kind of a name; null when there is no such kind.</summary>
    public static VariantKinds? ByName(string name) => name.ToLowerInvariant() switch
    {
        "snp" or "snps" => VariantKinds.Snp,
        "indel" or "indels" => VariantKinds.Indel,
        "mnp" or "mnps" => VariantKinds.Mnp,
        "other" => VariantKinds.Other,
        "ref" => VariantKinds.Reference,
        "bnd" => VariantKinds.Breakend,
        "overlap" => VariantKinds.Overlap,
        _ => null,
    };

    public override void Judge(VariantRecord record, Verdict verdict)
    {
        var kinds = record.Kinds;
        verdict.Set((any && kind != VariantKinds.Reference ? (kinds & kind) != 0 : kinds == kind) != negate);
    }
}

/// <summary><c>FILTER="a;b"</c>: exactly these filters, in any order; <c>FILTER~"a;b"</c>: at least these.</summary>
internal sealed class FilterCondition(IReadOnlySet<string> names, bool subset, bool negate) : ConditionNode
{
    public override void Judge(VariantRecord record, Verdict verdict) =>
        verdict.Set((subset ? names.IsSubsetOf(record.Filters) : names.SetEquals(record.Filters)) != negate);
}

/// <summary><c>DB=1</c>: an INFO flag is set.</summary>
internal static class FlagNumber
{
    public static NumberNode Of(string tag) => new SiteNumber(record => record.TryGetInfo(tag, out _) ? 1 : 0);
}

/// <summary>How many samples lack an allele.</summary>
internal static class MissingSamples
{
    public static int Count(VariantRecord record)
    {
        var genotypes = record.CheckedGenotypes;
        var ploidy = record.Ploidy;
        var missing = 0;
        for (var i = 0; ploidy > 0 && i < genotypes.Length; i += ploidy)
            if (genotypes.Slice(i, ploidy).ContainsAny<short>(0, 1)) missing++;
        return missing;
    }
}

/// <summary>
/// By how many bases every alternate allele is longer than the reference; missing where it is not, or is not spelled out.
/// </summary>
internal sealed class LengthChange : NumberNode
{
    public override void Evaluate(VariantRecord record, NumberVector result)
    {
        result.Clear();
        foreach (var alternate in record.Alternates)
        {
            var change = alternate.Length - record.Reference.Length;
            result.Add(change == 0 || !AlleleCheck.IsLiteral(Encoding.ASCII.GetBytes(alternate)) ? NumberVector.Missing : change);
        }
    }
}
