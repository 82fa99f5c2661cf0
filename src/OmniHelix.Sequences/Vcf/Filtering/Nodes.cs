namespace OmniHelix.Sequences.Vcf.Filtering;

/// <summary>A part of a filter expression.</summary>
internal abstract class FilterNode;

/// <summary>Numbers taken from a record.</summary>
internal abstract class NumberNode : FilterNode
{
    public abstract void Evaluate(VariantRecord record, NumberVector result);
}

/// <summary>Texts taken from a record: of the site, or one for every sample.</summary>
internal abstract class TextNode : FilterNode
{
    /// <summary>Whether there is one text for every sample.</summary>
    public virtual bool PerSample => false;


    /// <summary>Adds the texts; <c>.</c> for one that is missing.</summary>
    public abstract void Evaluate(VariantRecord record, List<string> result);
}

/// <summary>Something that a record meets or does not.</summary>
internal abstract class ConditionNode : FilterNode
{
    public abstract void Judge(VariantRecord record, Verdict verdict);
}

/// <summary>Two conditions.</summary>
/// <param name="left">The first.</param>
/// <param name="right">The second.</param>
/// <param name="and">Both must hold, otherwise one of them.</param>
/// <param name="sameSample">Where both look at samples, they must hold in the same one.</param>
internal sealed class JunctionNode(ConditionNode left, ConditionNode right, bool and, bool sameSample) : ConditionNode
{
    private readonly Verdict first = new(), second = new();

    public override void Judge(VariantRecord record, Verdict verdict)
    {
        left.Judge(record, first);
        right.Judge(record, second);
        var site = and ? first.Site && second.Site : first.Site || second.Site;
        if (first.SampleCount == 0 && second.SampleCount == 0 || !site)
        {
            verdict.Set(site);
            return;
        }
        // A condition on the site holds for all samples or none; which samples pass is the choice of bcftools.
        var ofSite = first.SampleCount == 0 || second.SampleCount == 0;
        var count = Math.Max(first.SampleCount, second.SampleCount);
        verdict.Begin(count);
        for (var i = 0; i < count; i++)
        {
            var a = first.SampleCount == 0 ? first.Site : first.Samples[i];
            var b = second.SampleCount == 0 ? second.Site : second.Samples[i];
            verdict.Sample(i, (and, sameSample, ofSite) switch
            {
                (true, true, _) or (true, false, true) => a && b,
                (false, true, true) => first.SampleCount == 0 ? b : a,
                (false, false, false) => true,
                _ => a || b,
            });
        }
        if (!(and && sameSample) || ofSite) verdict.Pass();
    }
}

/// <summary>The opposite of a condition: no sample meets it.</summary>
internal sealed class NotNode(ConditionNode condition) : ConditionNode
{
    private readonly Verdict inner = new();

    public override void Judge(VariantRecord record, Verdict verdict)
    {
        condition.Judge(record, inner);
        verdict.Set(!inner.Site);
    }
}
