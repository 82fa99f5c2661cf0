using System.Text.RegularExpressions;

namespace OmniHelix.Sequences.Vcf.Filtering;

/// <summary>Asks whether any text equals one of several, or (negated) whether any text equals none of them.</summary>
internal sealed class TextComparison(TextNode text, Func<string, bool> matches, bool negate) : ConditionNode
{
    private readonly List<string> texts = [];

    /// <summary>Equal to one of the alternatives that commas separate.</summary>
    public static Func<string, bool> OneOf(string alternatives)
    {
        var set = alternatives.Split(',').ToHashSet();
        return set.Contains;
    }

    /// <summary>Matched by a basic regular expression (POSIX) anywhere; <c>/i</c> at its end ignores case.</summary>
    public static Func<string, bool> Pattern(string pattern)
    {
        var ignoreCase = pattern.EndsWith("/i", StringComparison.Ordinal);
        var options = RegexOptions.CultureInvariant | RegexOptions.NonBacktracking | (ignoreCase ? RegexOptions.IgnoreCase : 0);
        return new Regex(BasicPattern.Translate(ignoreCase ? pattern[..^2] : pattern), options).IsMatch;
    }

    public override void Judge(VariantRecord record, Verdict verdict)
    {
        texts.Clear();
        text.Evaluate(record, texts);
        if (text.PerSample) verdict.Begin(texts.Count);
        else verdict.Set(false);
        var any = false;
        for (var i = 0; i < texts.Count; i++)
        {
            var holds = text.PerSample && texts[i].Length == 0 ? false : Holds(texts[i]);
            if (text.PerSample) verdict.Sample(i, holds);
            else any |= holds;
        }
        if (!text.PerSample) verdict.Set(any);
    }

    private bool Holds(string of) => matches(of) != negate;
}

/// <summary>Two tags compared: any text of one with any of the other.</summary>
internal sealed class TextPairComparison(TextNode left, TextNode right, bool negate) : ConditionNode
{
    private readonly List<string> first = [], second = [];

    public override void Judge(VariantRecord record, Verdict verdict)
    {
        first.Clear();
        second.Clear();
        left.Evaluate(record, first);
        right.Evaluate(record, second);
        verdict.Set(first.Any(a => second.Any(b => (a == b) != negate)));
    }
}
