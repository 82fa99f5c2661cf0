using System.Text.RegularExpressions;

namespace OmniHelix.Sequences.Vcf.Filtering;

/// <summary>Says what the names of an expression mean, and what comparing them means.</summary>
internal sealed class FilterTags(string expression, VcfHeader header)
{
    private static readonly string[] Columns = ["QUAL", "POS", "CHROM", "ID", "REF", "ALT", "FILTER", "TYPE", "GT", "N_ALT"];

    /// <summary>Names that are computed from the record where no tag of the file has them.</summary>
    public static IReadOnlyList<string> Computed { get; } =
        ["AC", "AN", "AF", "MAC", "MAF", "N_SAMPLES", "N_MISSING", "F_MISSING", "N_PASS", "F_PASS", "ILEN"];

    /// <summary>The node of a name.</summary>
    /// <param name="name">A column, a tag, or a tag with <c>INFO/</c> or <c>FORMAT/</c> before it.</param>
    /// <param name="subscript">What stands in brackets after it, or null.</param>
    public FilterNode Find(FilterToken name, string? subscript)
    {
        var slash = name.Text.IndexOf('/', StringComparison.Ordinal);
        var tag = name.Text[(slash + 1)..];
        if (slash > 0)
            return name.Text.StartsWith("INFO/", StringComparison.OrdinalIgnoreCase)
                ? Info(tag, name, subscript)
                : Format(tag, name, subscript);
        if (Site(tag, subscript, name) is { } site) return site;
        var (inInfo, inFormat) = (header.Info.ContainsKey(tag), header.Format.ContainsKey(tag));
        // Names of columns and counts may be written in any case, those of tags and GT not.
        if (!inInfo && !inFormat && tag.ToUpperInvariant() is not "GT" and var upper && Site(upper, subscript, name) is { } other)
            return other;
        if (inInfo && inFormat)
            throw VariantFilter.Unknown(
                expression, name.Offset, $"'{tag}' is declared both in INFO and in FORMAT", $"Write INFO/{tag} or FORMAT/{tag}.");
        if (!inInfo && !inFormat) throw Unknown(name, tag, "INFO or FORMAT", header.Info.Keys.Concat(header.Format.Keys));
        return inFormat ? Format(tag, name, subscript) : Info(tag, name, subscript);
    }

    /// <summary>The condition that an operator makes of two nodes.</summary>
    public ConditionNode Compare(FilterNode left, FilterNode right, FilterToken @operator, FilterToken start)
    {
        var negate = @operator.Text[0] == '!';
        var pattern = @operator.Text.EndsWith('~');
        var equality = @operator.Text is "=" or "==" or "!=";
        if (left is ConstantText && right is not ConstantText && (equality || pattern)) return Compare(right, left, @operator, start);
        if (left is NamesNode && right is not NamesNode) return Compare(right, left, @operator, start);
        if (right is NamesNode { Names: var names })
            return left is SiteText column && equality
                ? new TextComparison(column, names.Contains, negate)
                : throw Malformed(@operator, "names in a file can be compared by = and != with ID, CHROM and REF");
        if (right is ConstantText { Text: var text })
        {
            if (!equality && !pattern) throw Malformed(@operator, "texts can be equal or match, but not be smaller or larger");
            switch (left)
            {
                case KindNode:
                    var kind = KindCondition.ByName(text) ?? throw VariantFilter.Unknown(
                        expression, @operator.Offset, $"there is no type '{text}'",
                        "Known are snp, indel, mnp, ref, bnd, overlap and other.");
                    return new KindCondition(kind, pattern, negate);
                case FilterColumnNode:
                    return new FilterCondition(FilterNames(text, @operator), pattern && text != ".", negate);
                case GenotypeText genotype when !pattern && GenotypeCondition.KindOf(text) is { } call:
                    return new GenotypeCondition(call, genotype.Samples, negate);
                case GenotypeText genotype when !pattern && CallCondition.Parse(text) is { } calls:
                    return new CallCondition(calls, genotype.Samples, negate);
                case TextNode node:
                    return new TextComparison(node, pattern ? Pattern(text, @operator) : TextComparison.OneOf(text), negate);
                case NumberNode number when equality && text == ".":
                    return new MissingCheck(number, negate);
                default:
                    throw Malformed(@operator, "a number cannot be compared with a text");
            }
        }
        if (left is NumberNode a && right is NumberNode b && !pattern) return new NumberComparison(Operator(@operator.Text), a, b);
        if (left is TextNode c && right is TextNode d && equality && !c.PerSample && !d.PerSample)
            return new TextPairComparison(c, d, negate);
        throw left is ConditionNode || right is ConditionNode ? Malformed(@operator, "a comparison cannot be compared again")
            : Malformed(@operator, pattern ? "a pattern in quotes is expected after '~'" : "these two cannot be compared");
    }

    private FilterNode? Site(string tag, string? subscript, FilterToken name)
    {
        if (tag.Equals("TYPE", StringComparison.OrdinalIgnoreCase)) return new KindNode();
        switch (tag)
        {
            case "QUAL": return new SiteNumber(r => r.Quality ?? NumberVector.Missing);
            case "POS": return new SiteNumber(r => r.Position + 1);
            case "N_ALT": return new SiteNumber(r => r.AlternateCount);
            case "N_SAMPLES": return new SiteNumber(r => r.Header.Samples.Count);
            case "N_MISSING": return new SiteNumber(r => MissingSamples.Count(r));
            case "F_MISSING": return new SiteNumber(r => (double)MissingSamples.Count(r) / r.Header.Samples.Count);
            case "ILEN": return new LengthChange();
            case "CHROM": return new SiteText(r => r.Contig);
            case "ID": return new SiteText(r => r.Id ?? ".");
            case "REF": return new SiteText(r => r.Reference);
            case "ALT": return new AlternateTexts(One(subscript, name));
            case "FILTER": return new FilterColumnNode();
            case "GT": return Genotype(subscript, name);
            case "AC" or "AN" or "AF" or "MAC" or "MAF" when !header.Info.ContainsKey(tag):
                // Without brackets bcftools takes the first alternate allele, and expressions that are in use count on it.
                return tag == "AN" ? new CountedNumber(tag) : new SelectedNumber(new CountedNumber(tag), One(subscript ?? "0", name));
            default: return null;
        }
    }

    private FilterNode Info(string tag, FilterToken name, string? subscript)
    {
        if (!header.Info.TryGetValue(tag, out var field))
        {
            if (tag is "AC" or "AN" or "AF") return Site(tag, subscript, name)!;
            throw Unknown(name, tag, "INFO", header.Info.Keys);
        }
        return field.Type switch
        {
            VcfValueType.Flag => FlagNumber.Of(tag),
            VcfValueType.Integer or VcfValueType.Float => new InfoNumber(tag, One(subscript, name)),
            _ => new InfoText(tag, One(subscript, name)),
        };
    }

    private FilterNode Format(string tag, FilterToken name, string? subscript)
    {
        if (tag == "GT") return Genotype(subscript, name);
        if (!header.Format.TryGetValue(tag, out var field)) throw Unknown(name, tag, "FORMAT", header.Format.Keys);
        var several = field.Number != new VcfNumber(VcfNumberKind.Fixed, 1);
        if (several && subscript is not null && !subscript.StartsWith('@') && !subscript.Contains(':', StringComparison.Ordinal)
            && subscript.Trim() != "*")
            throw VariantFilter.Malformed(
                expression, name.Offset, $"'{tag}' has several values for every sample",
                $"Write {tag}[sample:value], such as {tag}[0:1] or {tag}[*:1].");
        var (samples, which) = Two(subscript, name);
        return field.Type is VcfValueType.Integer or VcfValueType.Float
            ? new FormatNumber(tag, samples, which)
            : new FormatText(tag, samples);
    }

    private GenotypeText Genotype(string? subscript, FilterToken name) => new(Two(subscript, name).Samples);

    private Subscript One(string? text, FilterToken name) =>
        text is null ? Filtering.Subscript.All : Filtering.Subscript.Parse(text) ?? throw BadSubscript(text, name);

    private (Subscript Samples, Subscript Which) Two(string? text, FilterToken name)
    {
        if (text is null) return (Filtering.Subscript.All, Filtering.Subscript.All);
        if (text.StartsWith('@'))
            return (
                Filtering.Subscript.Of(NameFile.Read(text[1..]).Select(header.SampleIndex), header.Samples.Count), Filtering.Subscript.All);
        var colon = text.IndexOf(':', StringComparison.Ordinal);
        return colon < 0 ? (One(text, name), Filtering.Subscript.All) : (One(text[..colon], name), One(text[(colon + 1)..], name));
    }

    private HashSet<string> FilterNames(string text, FilterToken at)
    {
        if (text == ".") return [];
        foreach (var one in text.Split(';'))
            if (!header.Filters.ContainsKey(one))
                throw VariantFilter.Unknown(
                    expression, at.Offset, $"the header declares no filter '{one}'", NearestName.Ask(one, header.Filters.Keys));
        return [.. text.Split(';')];
    }

    private Func<string, bool> Pattern(string text, FilterToken at)
    {
        try
        {
            return TextComparison.Pattern(text);
        }
        catch (Exception e) when (e is ArgumentException or NotSupportedException)
        {
            throw Malformed(
                at, $"'{text}' is no basic regular expression ({(e is RegexParseException parse ? parse.Error.ToString() : e.Message)})");
        }
    }

    private static Comparison Operator(string text) => text switch
    {
        "=" or "==" => Comparison.Equal,
        "!=" => Comparison.NotEqual,
        "<" => Comparison.Less,
        "<=" => Comparison.LessOrEqual,
        ">" => Comparison.Greater,
        _ => Comparison.GreaterOrEqual,
    };

    private UsageException Unknown(FilterToken name, string tag, string where, IEnumerable<string> declared) =>
        VariantFilter.Unknown(
            expression, name.Offset, $"the header declares no {where} tag '{tag}'",
            NearestName.Ask(tag, declared.Concat(Columns).Concat(Computed)));

    private UsageException BadSubscript(string text, FilterToken name) =>
        VariantFilter.Malformed(expression, name.Offset, $"[{text}] picks no values", "Write [0], [0,2], [1-3], [2-] or [*].");

    private UsageException Malformed(FilterToken token, string what) => VariantFilter.Malformed(expression, token.Offset, what);
}
