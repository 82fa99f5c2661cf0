namespace OmniHelix.Sequences.Vcf.Filtering;

/// <summary>
/// A condition on records in the expression language of <c>bcftools view -i</c>: <c>type="snp"</c>, <c>QUAL&gt;20 &amp;&amp;
/// INFO/DP&lt;100</c>, <c>GT="het"</c>, <c>AC/AN&gt;0.4</c> …
/// <c>&amp;</c> and <c>|</c> join conditions within the same sample, <c>&amp;&amp;</c> and <c>||</c> within the record; <c>!</c> turns a
/// condition round. Not for several threads at once.
/// </summary>
public sealed class VariantFilter
{
    private readonly ConditionNode root;
    private readonly Verdict verdict = new();

    private VariantFilter(string expression, ConditionNode root)
    {
        Expression = expression;
        this.root = root;
    }

    /// <summary>The expression as it was written.</summary>
    public string Expression { get; }

    /// <summary>Reads an expression.</summary>
    /// <param name="expression">In the language of bcftools 1.16.</param>
    /// <param name="header">Says which tags there are.</param>
    /// <exception cref="UsageException">
    /// OH1072: the expression is malformed; OH1073: it names something the header does not know. Both say where.
    /// </exception>
    public static VariantFilter Parse(string expression, VcfHeader header) => new(expression, new FilterParser(expression, header).Parse());

    /// <summary>True when the record, or at least one of its samples, meets the condition.</summary>
    /// <exception cref="OmniException">OH1069, OH1071: a value of the record cannot be read.</exception>
    public bool Accepts(VariantRecord record) => Judge(record).Site;

    /// <summary>The verdict on a record and on each of its samples; valid until the next.</summary>
    internal Verdict Judge(VariantRecord record)
    {
        root.Judge(record, verdict);
        return verdict;
    }

    internal static UsageException Malformed(string expression, int offset, string what, string? advice = null) =>
        new("OH1072", $"the filter expression is malformed: {what}", $"{expression}, column {offset + 1}", advice);

    internal static UsageException Unknown(string expression, int offset, string what, string? advice = null) =>
        new("OH1073", what, $"{expression}, column {offset + 1}", advice);
}
