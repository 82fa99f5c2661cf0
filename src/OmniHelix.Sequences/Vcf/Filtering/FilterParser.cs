using System.Globalization;

namespace OmniHelix.Sequences.Vcf.Filtering;

/// <summary>
/// Turns an expression into nodes. From weak to strong: <c>||</c>, <c>&amp;&amp;</c>, <c>!</c>, comparisons, <c>+ −</c>, <c>* / %</c>.
/// </summary>
internal sealed class FilterParser(string expression, VcfHeader header)
{
    // Deeper nesting than a person writes; it bounds the stack.
    private const int DeepestNesting = 200;

    private readonly List<FilterToken> tokens = FilterLexer.Read(expression);
    private readonly FilterTags tags = new(expression, header);
    private int at, depth;

    private FilterToken Current => tokens[at];

    public ConditionNode Parse()
    {
        if (Current.Kind == FilterTokenKind.End) throw Malformed(Current, "it is empty");
        var root = Condition(Either(), tokens[0]);
        if (Current.Kind != FilterTokenKind.End) throw Malformed(Current, $"'{Current.Text}' is one word too many");
        return root;
    }

    private FilterNode Either() => Joined(Both, and: false, "||", "|");

    private FilterNode Both() => Joined(Not, and: true, "&&", "&");

    // What is equally strong is grouped from the right, as bcftools does: A & B && C means A & (B && C).
    private FilterNode Joined(Func<FilterNode> part, bool and, string record, string sample)
    {
        var parts = new List<(FilterNode Node, FilterToken Start, bool SameSample)>();
        var start = Current;
        var last = part();
        while (Current.Is(record) || Current.Is(sample))
        {
            parts.Add((last, start, Current.Is(sample)));
            at++;
            start = Current;
            last = part();
        }
        for (var i = parts.Count - 1; i >= 0; i--)
            last = new JunctionNode(Condition(parts[i].Node, parts[i].Start), Condition(last, start), and, parts[i].SameSample);
        return last;
    }

    private FilterNode Not()
    {
        if (!Current.Is("!")) return Compared();
        at++;
        var start = Current;
        using var nested = Nest();
        return new NotNode(Condition(Not(), start));
    }

    private FilterNode Compared()
    {
        var start = Current;
        var left = Sum();
        if (Current.Kind != FilterTokenKind.Operator
            || Current.Text is not ("=" or "==" or "!=" or "<" or "<=" or ">" or ">=" or "~" or "!~")) return left;
        var @operator = Current;
        at++;
        var right = Sum();
        return tags.Compare(left, right, @operator, start);
    }

    private FilterNode Sum() => Chain(Product, "+", "-");

    private FilterNode Product() => Chain(Signed, "*", "/", "%");

    private FilterNode Chain(Func<FilterNode> part, params ReadOnlySpan<string> operators)
    {
        var start = Current;
        var left = part();
        while (Current.Kind == FilterTokenKind.Operator && operators.Contains(Current.Text))
        {
            var @operator = Current.Text[0];
            at++;
            var right = Current;
            left = new ArithmeticNode(@operator, Number(left, start), Number(part(), right));
        }
        return left;
    }

    private FilterNode Signed()
    {
        if (!Current.Is("-")) return Primary();
        at++;
        var start = Current;
        using var nested = Nest();
        return new MappedNumber(Number(Signed(), start), x => -x);
    }

    private FilterNode Primary()
    {
        var token = Current;
        at++;
        switch (token.Kind)
        {
            case FilterTokenKind.Number:
                return double.TryParse(token.Text, NumberStyles.Float, CultureInfo.InvariantCulture, out var value)
                    ? new ConstantNumber(value)
                    : throw Malformed(token, $"'{token.Text}' is no number");
            case FilterTokenKind.Text:
                return new ConstantText(token.Text);
            case FilterTokenKind.File:
                return new NamesNode(NameFile.Read(token.Text));
            case FilterTokenKind.Name:
                return Current.Is("(") ? Function(token) : tags.Find(token, Subscript());
            case FilterTokenKind.Operator when token.Text == "(":
                using (Nest())
                {
                    var inner = Either();
                    Close(token);
                    return inner;
                }
            case FilterTokenKind.End:
                throw Malformed(token, "it ends where a value is expected");
            default:
                throw Malformed(token, $"'{token.Text}' stands where a value is expected");
        }
    }

    private FilterNode Function(FilterToken name)
    {
        at++;
        var start = Current;
        using var nested = Nest();
        var argument = Either();
        var upper = name.Text.ToUpperInvariant();
        if (upper is "BINOM") return Binomial(Number(argument, start), name);
        if (Current.Is(",")) throw Malformed(Current, $"'{name.Text}' takes one argument");
        Close(name);
        if (upper is "PHRED") return new MappedNumber(Number(argument, start), x => -10 * Math.Log10(x));
        if (upper is "ABS") return new MappedNumber(Number(argument, start), Math.Abs);
        if (upper is "STRLEN") return new TextLength(argument as TextNode ?? throw Malformed(start, "STRLEN measures texts"));
        if (upper is "N_PASS" or "F_PASS") return new PassingSamples(Condition(argument, start), share: upper == "F_PASS");
        if (upper is "COUNT" && argument is ConditionNode condition) return new PassingSamples(condition, share: false);
        var perSample = upper.StartsWith("SMPL_", StringComparison.Ordinal);
        if (perSample) upper = upper[5..];
        else if (upper[0] == 'S' && SummaryNumber.ByName.ContainsKey(upper[1..])) (perSample, upper) = (true, upper[1..]);
        if (SummaryNumber.ByName.TryGetValue(upper, out var summary)) return new SummaryNumber(Number(argument, start), summary, perSample);
        throw VariantFilter.Unknown(
            expression, name.Offset, $"there is no function '{name.Text}'",
            $"Known are {string.Join(", ", SummaryNumber.ByName.Keys)}, SMPL_ before each of them, "
                + "ABS, STRLEN, PHRED, BINOM, N_PASS and F_PASS.");
    }

    private BinomialTest Binomial(NumberNode first, FilterToken name)
    {
        NumberNode? second = null;
        if (Current.Is(","))
        {
            at++;
            var start = Current;
            second = Number(Sum(), start);
            if (Current.Is(",")) throw Malformed(Current, "'binom' takes one or two arguments");
        }
        Close(name);
        return new BinomialTest(first, second);
    }

    private string? Subscript() => Current.Kind == FilterTokenKind.Subscript ? tokens[at++].Text : null;

    private void Close(FilterToken opened)
    {
        if (!Current.Is(")")) throw Malformed(opened, "the parenthesis is not closed");
        at++;
    }

    private ConditionNode Condition(FilterNode node, FilterToken start) =>
        node as ConditionNode ?? throw Malformed(start, "a comparison is expected here, such as QUAL>20");

    private NumberNode Number(FilterNode node, FilterToken start) =>
        node as NumberNode ?? throw Malformed(start, "only numbers can be calculated with");

    private Nesting Nest() =>
        ++depth <= DeepestNesting ? new Nesting(this) : throw Malformed(Current, $"it is nested more than {DeepestNesting} deep");

    private UsageException Malformed(FilterToken token, string what) => VariantFilter.Malformed(expression, token.Offset, what);

    private readonly struct Nesting(FilterParser parser) : IDisposable
    {
        public void Dispose() => parser.depth--;
    }
}
